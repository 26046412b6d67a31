app = Isthmus
brand-home = Isthmus، إلى الصفحة الأولى
skip = تخطَّ إلى المحتوى
handling = تعليمات التداول
exercise-banner = تمرين — بيانات اصطناعية — { $title }
menu = الصفحات
more = المزيد
close = إغلاق
cancel = إلغاء
open = فتح
retry = إعادة المحاولة
loading = جارٍ التحميل …
any = الكل
new = جديد
table = جدول
expand = توسيع
show-all = عرض الكل
show-more = عرض المزيد
show-more-count = عرض { $count } أخرى
show-fewer = عرض أقل
truncated = هناك أكثر مما يظهر هنا.

## Menu
group-watch = المراقبة
group-account = المساءلة
group-administration = الإدارة
nav-operations = العمليات
nav-alerts = التنبيهات
nav-entities = الكيانات
nav-links = تحليل الروابط
nav-feeds = التغذيات
nav-audit = التدقيق والإثبات
page-alert = تنبيه
page-entity = كيان
page-compare = مقارنة كيانين
page-feed = تغذية
page-record = سجل
page-missing = لا توجد صفحة كهذه
page-missing-text = العنوان لا يؤدي إلى شيء. اذهب إلى
page-refused = يتعذر عرض هذه الصفحة
page-refused-unknown = لا يوجد تحت هذا العنوان ما يجوز لك الاطلاع عليه لهذا الغرض.
badge-open = مفتوحة:
badge-waiting = بانتظار شخص:

## Shell
search = ابحث عن كيانات أو أرقام أو أسماء
purpose = الغرض
purpose-current = الغرض: { $title }
purpose-note = كل بحث وكل قراءة تُسجَّل تحت هذا الغرض. غرض آخر يُظهر بيانات أخرى.
stream-connecting = جارٍ الاتصال
stream-live = مباشر
stream-broken = إعادة الاتصال
newest-record = أحدث سجل { $age }
newest-data = أحدث البيانات:
last-heard = آخر إشارة { $age }
clock = الوقت بالتوقيت العالمي
language = اللغة
theme = المظهر
theme-switch = التبديل بين الداكن والفاتح
theme-to-light = التبديل إلى المظهر الفاتح
theme-to-dark = التبديل إلى المظهر الداكن
account-of = { $initials }، حساب { $name }
version = الإصدار { $version }
sign-out = تسجيل الخروج
palette = الانتقال إلى …
palette-field = صفحة أو كيان أو كلمات
palette-pages = الصفحات
palette-pinned = المثبَّتة
palette-recent = فُتحت مؤخرًا
palette-acts = الأفعال
palette-search = بحث
palette-search-for = البحث في الكيانات عن «{ $words }»
pin = تثبيت
jump-hint = ثم حرف الصفحة
alert-arrived = تنبيه جديد، { $severity }: { $caption }

## Help
help = مساعدة
help-keys = المفاتيح
help-jumps = الانتقالات
help-palette = الانتقال إلى صفحة أو كيان أو فعل
help-search = بحث
help-next = الصف التالي
help-previous = الصف السابق
help-open = فتح
help-acknowledge = الإقرار بالتنبيه
help-table = الخريطة أو الشبكة كجدول
help-this = هذه المساعدة
help-escape = إغلاق أو مغادرة الحقل
help-shortcuts = اختصارات المفتاح الواحد
help-severity = الخطورة
help-severity-text = الخطورة شكل ولون وكلمة: معيَّن للحرج، ومثلث للمرتفع، ومربع للمتزايد، وحلقة للمنخفض.
help-borders = الحدود والأسماء على الخرائط من Natural Earth، ولا يتخذ المركز موقفًا منها.
help-licences = تراخيص المكوّنات

## Sign-in
sign-in = تسجيل الدخول
sign-in-name = الاسم
sign-in-password = كلمة المرور
sign-in-refused = الاسم أو كلمة المرور غير صحيحة.
sign-in-incomplete = أدخل اسمك وكلمة المرور.
sign-in-locked = محاولات كثيرة. يمكنك المحاولة من جديد بعد { $seconds ->
    [one] ثانية واحدة
    [two] ثانيتين
    [few] { $seconds } ثوانٍ
    [many] { $seconds } ثانية
   *[other] { $seconds } ثانية
  }.
sign-in-ended = انتهت جلستك. يرجى تسجيل الدخول من جديد.
sign-in-notice = للأشخاص المخوَّلين فقط. كل فعل يُسجَّل.

## Problems
problem-unreachable = تعذّر الوصول إلى العقدة. قد يكون ما تراه قديمًا.
problem-unknown = حدث خطأ ما.
problem-repair = ما العمل:

## Labels, grades, provenance
label = الوسم
labels = الوسوم
label-classification = التصنيف
label-originators = الجهات المنشئة
label-releasable = قابل للإفراج إلى
label-handling = التداول
label-data = نوع البيانات
label-subjects = نوع الأشخاص
label-bases = الأسس القانونية
label-purposes = الأغراض
label-everyone = الجميع
legal-basis = الأساس القانوني
grade = الدرجة
grade-words = { $reliability }، { $credibility } ({ $scheme } { $code })
reliability-a = مصدر موثوق تمامًا
reliability-b = مصدر موثوق عادةً
reliability-c = مصدر موثوق إلى حد ما
reliability-d = مصدر غير موثوق عادةً
reliability-e = مصدر غير موثوق
reliability-f = لا يمكن الحكم على الموثوقية
credibility-1 = مؤكد
credibility-2 = صحيح على الأرجح
credibility-3 = قد يكون صحيحًا
credibility-4 = مشكوك فيه
credibility-5 = غير مرجَّح
credibility-6 = لا يمكن الحكم على الصحة
observed = رُصد
recorded = سُجِّل
via-judgement = عبر حكم
via-attribution = عبر إسناد
as-delivered = كما ورد:
withheld = محجوب من الجهة المنشئة
withheld-value = محجوب
withheld-fact = محجوب: هذه المعلومة موجودة ولا يحق لك الاطلاع عليها
withheld-ask = للاطلاع عليها، توجَّه إلى
withheld-basis = محفوظة بموجب
retracted = مسحوب
erased = ممحوّ
synthetic = اصطناعي
listed = مُدرَج
property = الخاصية
value = القيمة
value-true = نعم
value-false = لا
source = المصدر
sources = المصادر
sources-count = { $count ->
    [zero] لا مصادر
    [one] مصدر واحد
    [two] مصدران
    [few] { $count } مصادر
    [many] { $count } مصدرًا
   *[other] { $count } مصدر
  }
statements = الإفادات
statements-count = { $count ->
    [zero] لا إفادات
    [one] إفادة واحدة
    [two] إفادتان
    [few] { $count } إفادات
    [many] { $count } إفادة
   *[other] { $count } إفادة
  }
record = السجل
records = السجلات
record-of = السجل { $number } من { $file }
record-number = السجل { $number }
record-title = السجل { $number }
record-withheld = السجل محجوب
record-cut = لا يظهر إلا البداية؛ التنزيل يحوي الكل.
record-not-text = هذه البايتات ليست نصًا. نزّلها لتطّلع عليها.
as-it-came = كما سُلِّم
delivered = سُلِّم
download-bytes = تنزيل البايتات
statements-of-record = إفادات من هذا السجل
date = التاريخ
why = سبب إتاحة هذا لك
roles = الأدوار
context = السياق
history = السجل الزمني
history-recorded = أول إفادة من
history-alert = أُطلق تنبيه:
evidence = الأدلة
reason = السبب
reason-hint = يُحفظ السبب في سجل التدقيق. يُرسَل بـ Ctrl Enter.
reason-missing = السبب مطلوب.

## Alerts
alert = التنبيه
stands-out = أبرز ما ورد
number = الرقم
raised = أُطلق
moves = ما يمكنك فعله
about = بشأن
alerts-new = { $count ->
    [zero] لا جديد
    [one] تنبيه جديد
    [two] تنبيهان جديدان
    [few] { $count } تنبيهات جديدة
    [many] { $count } تنبيهًا جديدًا
   *[other] { $count } تنبيه جديد
  }
alerts-count = { $count ->
    [zero] لا تنبيهات
    [one] تنبيه واحد
    [two] تنبيهان
    [few] { $count } تنبيهات
    [many] { $count } تنبيهًا
   *[other] { $count } تنبيه
  }
alerts-filter = كل التنبيهات مع المرشحات
alerts-none = لا تنبيهات مفتوحة.
alerts-none-filtered = لا تنبيه يطابق هذه المرشحات.
acknowledge-one = الإقرار بـ { $number }
acknowledged-one = تم الإقرار بـ { $number }
alert-now = { $number } الآن: { $state }
assigned-to = لدى
assigned-you = مسند إليك
open-alert = فتح { $number }
select-alert = اختر تنبيهًا لترى أدلته.
finding-of = النتيجة { $number } من { $of }
filter-state = الحالة
filter-severity = الخطورة
filter-rule = القاعدة
filter-assigned = مسند إلى
filter-words = كلمات
order = الترتيب
order-newest = الأحدث أولًا
order-severity = الأشد خطورة أولًا
filter-clear = مسح المرشحات
filter-remove = إزالة هذا المرشح
severity-critical = حرج
severity-high = مرتفع
severity-elevated = متزايد
severity-low = منخفض
state-open = مفتوح
state-all = الكل
state-raised = مُطلَق
state-acknowledged = مُقَرّ به
state-confirmed = مؤكَّد
state-dismissed = مستبعَد
state-escalated = مُصعَّد
state-closed = مغلق
state-lapsed = ساقط
move-acknowledge = إقرار
move-confirm = تأكيد
move-dismiss = استبعاد
move-escalate = تصعيد
move-close = إغلاق التنبيه
move-reopen = إعادة فتح
move-acknowledge-text = تتولى هذا التنبيه.
move-confirm-text = قيّمتَ الأدلة وترى أنها كما تقول القاعدة.
move-dismiss-text = قيّمتَ الأدلة وترى أنها ليست كما تقول القاعدة. تبقى النتائج مسجَّلة.
move-escalate-text = تحيل هذا التنبيه إلى من يقرر الخطوات التالية.
move-close-text = لم يعد هناك ما يُفعل بشأن هذا التنبيه.
move-reopen-text = يبدأ تقييم هذا التنبيه من جديد. ويبقى ما تقرر في سجله الزمني.

## Operations
figures = الأرقام
figure-critical = حرجة
figure-open = تنبيهات مفتوحة
figure-feeds = تغذيات سليمة
figure-records = سجلات اليوم
figure-statements = الإفادات المقبولة
figure-waiting = بانتظار شخص
figure-no-reader = دون قارئ مناوب
figure-unreadable = تنبيهات لا يقرؤها أحد من المناوبين
unreadable-of = { $custodian } لدى الأمين، { $nobody } دون أحد
unreadable-lost = { $nobody } دون أحد
unreadable-no-custodian = لم يُعيَّن أمين.
inspector = التنبيه المختار
map = خريطة الموقف
map-canvas = خريطة الموقف. الأسهم للتحريك، وزائد وناقص للتكبير والتصغير؛ والجدول يحوي المحتوى نفسه.
map-table = الخريطة كجدول
map-static = خريطة الموقف وفيها { $count ->
    [zero] لا نقاط
    [one] نقطة واحدة
    [two] نقطتان
    [few] { $count } نقاط
    [many] { $count } نقطة
   *[other] { $count } نقطة
  }
map-no-webgl = لا يستطيع هذا المتصفح رسم الخريطة المتحركة. الجدول يحوي كل شيء.
map-truncated = لا يظهر كل شيء: اقترب أكثر.
map-time = من { $from } إلى { $to }
layers = الطبقات
layer-alerts = التنبيهات
layer-sightings = المشاهدات
layer-gaps = فترات الانقطاع
layer-positions = المواقع
layer-detections = الاكتشافات
layer-tracks = المسارات
legend = مفتاح الخريطة
kind = النوع
kind-alert = تنبيه
kind-sighting = مشاهدة
kind-gap = فترة انقطاع
kind-position = موقع
kind-detection = اكتشاف
kind-track = مسار
view-region = الإقليم
view-world = العالم
zoom-in = تكبير
zoom-out = تصغير
open-the-alert = فتح التنبيه
open-the-entity = فتح الكيان
timeline = الأحداث عبر الزمن
timeline-hourly = الأحداث حسب الساعة
timeline-span = المدة المعروضة
timeline-chart = الأحداث والتنبيهات عبر الزمن؛ والجدول يحوي الأرقام
brush-from = إظهار الخريطة من
brush-to = إظهار الخريطة حتى
brush-on = جزء من المدة
links = الروابط
links-count = { $count ->
    [zero] لا روابط
    [one] رابط واحد
    [two] رابطان
    [few] { $count } روابط
    [many] { $count } رابطًا
   *[other] { $count } رابط
  }
open-links = فتح في تحليل الروابط
when = متى
what = ماذا
where = أين
details = التفاصيل

## Entities
search-words = اسم أو رقم أو كلمات
search-type = النوع
search-place = المكان أو البلد
search-since = شوهد من
search-until = شوهد حتى
search-act = بحث
results = النتائج
hits-for = { $more ->
    [yes] أول { $count } من الكيانات لـ «{ $words }»
    [cut] أول { $count } من الكيانات لـ «{ $words }». قد يوجد غيرها: أضف كلمة.
   *[no] { $count ->
        [zero] لا كيانات لـ «{ $words }»
        [one] كيان واحد لـ «{ $words }»
        [two] كيانان لـ «{ $words }»
        [few] { $count } كيانات لـ «{ $words }»
        [many] { $count } كيانًا لـ «{ $words }»
       *[other] { $count } كيان لـ «{ $words }»
      }
  }
hits-none = لم يُعثر على شيء يمكنك رؤيته لهذا الغرض. جرّب كتابة أخرى أو كلمات أقل أو رقمًا معرِّفًا.
hits-none-open = لا كيان من كيانات التنبيهات المفتوحة يطابق. بلا كلمات لا يُبحث في غيرها: اكتب اسمًا أو رقمًا معرِّفًا.
hits-no-alert = لا تنبيه مفتوح. اكتب اسمًا أو رقمًا معرِّفًا لتجد كيانًا.
hits-open = كيانات التنبيهات المفتوحة. ابحث لتجد غيرها.
because = عُثر عليه عبر
matched-identifier = المعرِّف نفسه
matched-name = الاسم نفسه
matched-address = العنوان نفسه
matched-like = اسم مشابه
matched-words = الكلمات نفسها
matched-spelled = الكلمات نفسها بكتابة أخرى
matched-part = جزء من العنوان
matched-word = كلمة واحدة
matched-start = البداية نفسها
last-seen = آخر مشاهدة
facts = الوقائع
facts-none = لا وقائع يمكنك رؤيتها.
former = قيم سابقة
events = الأحداث
events-older = هناك أحداث أقدم.
attribution = حدث مُسنَد
attribution-text = يحمل الحدث معرِّفًا كان لدى هذا الكيان في ذلك الوقت. أُسنِد إليه ولم يُدمج معه.
whereabouts = أماكن الرصد
whereabouts-map = خريطة من { $count ->
    [zero] لا مواقع
    [one] موقع واحد
    [two] موقعين
    [few] { $count } مواقع
    [many] { $count } موقعًا
   *[other] { $count } موقع
  }
positions-count = { $count ->
    [zero] لا مواقع
    [one] موقع واحد
    [two] موقعان
    [few] { $count } مواقع
    [many] { $count } موقعًا
   *[other] { $count } موقع
  }
speed = السرعة
knots = { NUMBER($speed, maximumFractionDigits: 1) } عقدة
judgements = الأحكام
judgements-none = لا أحكام: هذا الكيان معروف من كيان مصدري واحد.
members-count = { $count ->
    [zero] لا كيانات مصدرية
    [one] كيان مصدري واحد
    [two] كيانان مصدريان
    [few] { $count } كيانات مصدرية
    [many] { $count } كيانًا مصدريًا
   *[other] { $count } كيان مصدري
  }
decision-same = الشيء نفسه
decision-different = مختلفان
decision-undecided = غير محسوم
judged-same = حُكم بأنهما شيء واحد:
judged-different = حُكم بأنهما مختلفان:
judged-undecided = سُحب الحكم:
by-model = من النموذج
by-person = من
bits = { $bits } بت
judgement-waits = ينتظر شخصًا ثانيًا يحكم بالمثل
weight-bits = الوزن (بت)
pair = { $left } و{ $right }
compare = قارن مع…
compare-title = مقارنة { $name } بكيان آخر
compare-choose = ابحث عن الكيان الآخر، بأي كتابة، ثم اختره.
compare-text = ما يقوله الطرفان جنبًا إلى جنب. حكمك يعلو على النموذج؛ وحيث يشترط الوسم شخصين يسري متى حكم شخص ثانٍ بالمثل.
compare-back = العودة إلى الكيان
compare-other = اختر غيره
compare-both = قارن بين الاثنين
compare-never = لم يُحكم بعد على هذين الكيانين.
compare-sides = ما يقوله الطرفان
compare-one = هما كيان واحد أصلًا: لا يُحكم على زوج من كيان ونفسه. اختر غيره، أو احكم على كياناته المصدرية في صفحته.
compare-more = وغيرها: { $count }
join = دمج
join-text = ترى أن الاثنين هما الشيء نفسه. ستظهر إفاداتهما ككيان واحد. الحكم حكمك مع سببك، ويمكن الرجوع عنه.
take-apart = فصل
take-apart-text = ترى أن الاثنين ليسا الشيء نفسه. سيظهران ككيانين. الحكم حكمك مع سببك، ويمكن الرجوع عنه.
take-back = سحب الحكم
take-back-text = يُسحب حكم الشخص على هذا الزوج، ويسري من جديد ما يراه النموذج.

## Link analysis
links-start = اختر من أين تبدأ: ابحث عن كيان وافتح روابطه.
selection = الاختيار
graph-canvas = شبكة من { $count ->
    [zero] لا عُقد
    [one] عقدة واحدة
    [two] عقدتين
    [few] { $count } عُقد
    [many] { $count } عقدة
   *[other] { $count } عقدة
  }. الأسهم للتحرك، وEnter للتوسيع.
graph-selected = { $caption }، { $count ->
    [zero] لا روابط
    [one] رابط واحد
    [two] رابطان
    [few] { $count } روابط
    [many] { $count } رابطًا
   *[other] { $count } رابط
  }
graph-size = العُقد: { $nodes }، الروابط: { $edges }
graph-more = { $count } أخرى لا تظهر
graph-full = { $count } عقدة هي أكثر ما تقوله صورة. الجدول يُكمل.
graph-hint = الأسهم للتحرك، وEnter للتوسيع، و0 لعرض الكل
graph-select = اختر عقدة.
graph-table = الروابط كجدول
graph-from = من
graph-link = الرابط
graph-to = إلى

## Feeds
feed = التغذية
feed-facts = ما اتُّفق عليه لهذه التغذية
feed-fresh = حديثة
feed-silent = صامتة
feed-failing = متعثرة
feed-empty = فارغة
feed-kind-snapshot = لقطات
feed-kind-stream = تدفق
feeds-none = لا تغذية في هذه الحالة.
per-minute = سجلات في الدقيقة
spark = { $total } سجل في الساعة الأخيرة، وبحد أقصى { $most } في الدقيقة
last-delivery = آخر تسليم
newest-record-is = أحدث سجل
errors = الأخطاء
file = الملف
size = الحجم
mapping = المطابقة
retention = مدة الحفظ
days = { $count ->
    [zero] لا أيام
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
  }
quarantined = في الحجر
verdicts = أحكام القبول
verdicts-text = ما كان خطأً في السجلات، وكيف يُصلَح
verdicts-none = لا أخطاء: قُبل كل سجل.
verdicts-open = أخطاء مفتوحة
verdict-open = مفتوح
verdict-resubmitted = أُعيد تقديمه
verdict-discarded = أُهمل
field = الحقل
expected = المتوقَّع
came = ما ورد
repair = الإصلاح
resubmit = إعادة التقديم
resubmitted-result = قُبل: { $admitted }. ما زال خاطئًا: { $left }.
discard = إهمال
discard-text = لا أحد يحتاج إلى هذا السجل. تبقى بايتاته في الحجر حتى تنتهي مدتها، ولا يمكن إعادة تقديمه. لا تذكر في السبب شخصًا ولا قيمة.
discarded-result = أُهمل السجل.
deliveries = التسليمات
deliveries-none = لم يُسلَّم شيء بعد.
delivery-receiving = قيد الاستلام
delivery-complete = كامل
delivery-cut = منقطع
delivery-held = معلَّق
received = استُلم
as-of = بتاريخ
changed = تغيّر
vanished = اختفى
waiting = بانتظار قرار
waiting-share = اختفى { $vanished } من { $of } سجل ({ $share })
since = منذ
retraction-release = سحب
retraction-reject = إبقاء
retraction-release-text = { $count ->
    [zero] لا إفادات
    [one] إفادات سجل واحد اختفى
    [two] إفادات سجلين اختفيا
    [few] إفادات { $count } سجلات اختفت
    [many] إفادات { $count } سجلًا اختفى
   *[other] إفادات { $count } سجل اختفى
  } ستُسحب. وتبقى ظاهرة كقيم سابقة.
retraction-reject-text = { $count ->
    [zero] لا سجلات تبقى
    [one] يبقى السجل الذي اختفى
    [two] يبقى السجلان اللذان اختفيا
    [few] تبقى { $count } سجلات اختفت
    [many] يبقى { $count } سجلًا اختفى
   *[other] يبقى { $count } سجل اختفى
  } كما لو أن التسليم حواها.
push = إرسال ملف
push-text = يُستلَم الملف كتسليم واحد لهذه التغذية. تذهب السجلات الخاطئة إلى الحجر وتُقبل البقية.
push-act = إرسال
choose-file = اختيار ملف
no-file = لم يُختر ملف
push-busy = جارٍ الإرسال …
push-result = السجلات: { $records }، المقبول: { $admitted }، في الحجر: { $quarantined }.
push-repeated = وردت هذه البايتات نفسها من قبل: لم يُفعل شيء.
push-cut = تعذّرت قراءة الملف إلى نهايته: الأحكام تبيّن السبب.
unmapped = ملفات بلا تغذية
unmapped-text = هذه الملفات موجودة حيث تُجلب التغذيات، ولا مطابقة تتعرف عليها. لم تُستلَم.

## Audit
audit-text = لكل قراءة وكل فعل قيد في سجل لا يقبل إلا الإضافة. نقطة التحقق هي رأسه الموقَّع: من يملكها يستطيع إثبات أن شيئًا لم يُغيَّر ولم يُترك.
checkpoint = نقطة التحقق
audit-size = قيود السجل
audit-pending = قيود لم تدخل الشجرة بعد
audit-origin = المنشأ
audit-key = مفتاح التحقق
audit-verify = التحقق من السجل
audit-verify-text = تعيد العقدة قراءة سجلها كاملًا وتحسب الجذر من جديد.
audit-verifying = جارٍ التحقق …
audit-verified = السجل سليم: { $size } قيد في { NUMBER($seconds, maximumFractionDigits: 2) } ث، الجذر
audit-entries = القيود
audit-who = من
audit-act = الفعل
audit-decision = القرار
audit-objects = الأشياء

## Words of the node
schema-thing = شيء
schema-legalentity = كيان قانوني
schema-person = شخص
schema-organization = منظمة
schema-company = شركة
schema-vessel = سفينة
schema-airplane = طائرة
schema-vehicle = مركبة
schema-event = حدث
schema-sighting = رصد
schema-signalgap = فترة انقطاع الإشارة
schema-payment = تحويل مالي
schema-bankaccount = حساب مصرفي
schema-simcard = شريحة هاتف
schema-device = جهاز
schema-container = حاوية
schema-indicator = مؤشر سيبراني
schema-informationreport = تقرير معلومات
schema-passage = رحلة
schema-trip = سفر
schema-call = مكالمة
schema-meeting = لقاء
schema-radardetection = كشف راداري
schema-customsdeclaration = بيان جمركي
schema-warning = تحذير عام
schema-businesslink = صلة أعمال
schema-alert = تنبيه
role-duty-officer = ضابط مناوب
role-analyst = محلل
role-release-officer = ضابط الإفراج
role-incident-commander = قائد الحادث
role-exercise-director = مدير التمرين
role-data-protection-officer = مسؤول حماية البيانات
role-overseer = مراقب
role-administrator = مدير النظام
role-contributor = مساهم
role-custodian = أمين
category-movement = الحركة
category-finance = المال
category-travel = السفر
category-communications = الاتصالات
category-customs = الجمارك
category-open-source = مصادر مفتوحة
category-identity = الهوية
category-cyber = السيبرانية
category-other = أخرى
property-alias = اسم آخر
property-callsign = إشارة النداء
property-iccid = رقم الشريحة (ICCID)
property-imei = رقم الجهاز (IMEI)
property-vin = رقم الهيكل
property-country = البلد
property-flag = العلم
property-nationality = الجنسية
property-birthdate = تاريخ الميلاد
property-containernumber = رقم الحاوية
property-cryptoaddress = عنوان عملة مشفرة
property-email = البريد الإلكتروني
property-formermmsi = رقم الخدمة البحرية السابق
property-iban = رقم الحساب الدولي
property-idnumber = رقم الهوية
property-imonumber = رقم المنظمة البحرية
property-imsi = هوية المشترك
property-leicode = رمز الكيان القانوني
property-mmsi = رقم الخدمة البحرية
property-msisdn = رقم الهاتف
property-name = الاسم
property-passportnumber = جواز السفر
property-phone = الهاتف
property-previousname = الاسم السابق
property-registrationnumber = رقم التسجيل
property-registration = رقم الذيل
property-swiftbic = رمز التعريف المصرفي
property-taxnumber = الرقم الضريبي
property-weakalias = اسم مستعار ضعيف
topic-sanction = في قائمة عقوبات

## Sharing
group-share = المشاركة
nav-releases = الإفراجات
nav-agreements = الاتفاقات
partners = الشركاء
partner = الشريك
keys = المفاتيح
keys-good = صالحة
keys-bad = لا مفتاح صالحًا
messages-sent = المرسلة
messages-waiting = المنتظرة
messages-taken = المستلمة
agreement-proposed = مقترح
agreement-in-force = نافذ
agreement-suspended = معلّق
agreement-ended = منتهٍ
layer-national = وطني
layer-bilateral = ثنائي
layer-regional = إقليمي
act-accept = قبول
act-suspend = تعليق
act-resume = استئناف
act-end = إنهاء
legal-instrument = الصك القانوني
parties = الأطراف
not-signed-by = لم يوقّعه
in-force-from = ابتداءً من
in-force-before = حتى ما قبل
digest = البصمة
effect-permit = تبيح
effect-forbid = تحظر
effect-oblige = تُلزم
agreements-none = لا اتفاق محفوظًا هنا.
release-try = ما الذي سيخرج
release-try-text = لا يُرسل شيء قبل أن تراه.
entity-id = معرّف الكيان
release-show = عرض
value-here = هنا
value-there = هناك
by-article = بموجب المادة
why-uncovered = لا مادة تشمله
why-forbidden = مادة تحظره
why-consent = لم يوافق مصدره
why-unmapped = لا اسم لمستواه هناك
why-failed = تعذّر البت فيه
why-obliged = محذوف
change-masked = محجوب
change-generalised = أقل دقة
change-dropped = محذوف
consents = الموافقة
consent-way = المصدر · الحائز · المتلقي
consent-asked = مطلوبة
consent-given = ممنوحة
consent-refused = مرفوضة
consent-ask = طلب الموافقة
consent-give = منح الموافقة
consent-refuse = رفض
values = القيم
released = المُفرج عنه
released-none = لم يخرج شيء لهذا الغرض.
standing-out = خارج
standing-recalled = مسترجع
standing-expired = منتهٍ
recalls = الاسترجاعات
recall-order = استرجاع
holder = الحائز
holder-via = عبر
receipt = الإيصال
receipt-there = موقّع
receipt-waiting = منتظر
receipt-overdue = متأخر
release-entity = إفراج لشريك
release-leaving = يخرج { $leaving }، ويبقى { $staying }.
release-send = إفراج عن { $count }
release-sent = خرجت { $count } قيمة.
values-count = { $count } قيمة
consent-ask-text = يُسأل كل مركز ورد منه شيء: أيجوز إحالته إلى { $partner }؟
consent-answer-text = يريد { $holder } إحالة { $count } قيمة إلى { $recipient }.
recall-order-text = تُزال { $count } قيمة لدى كل حائز، ومن قرصه أيضًا، ويُثبت كل منهم ذلك.
consent-answer = الجواب
act-accept-text = يوقّعه هذا المركز، ويصير نافذًا متى وقّعه كل طرف.
act-suspend-text = لا يخرج شيء بموجبه حتى يستأنفه هذا المركز، ويُبلَّغ سائر الأطراف.
act-resume-text = يصير نافذًا من جديد ما لم يعلّقه طرف آخر.
act-end-text = لا يخرج شيء بموجبه بعد الآن أبدًا، ويُبلَّغ سائر الأطراف.

## الطلبات
page-request = طلب
nav-requests = الطلبات
request-about = اسأل شريكًا
request-write = اسأل شريكًا
request-write-text = يرسله مسؤول الإفراج. وما يدل على من يخصهم يخرج إفراجًا بقدر ما تجيزه مادة.
request-keep = احفظ مسودة
request-urgency = الاستعجال
request-ordinary = عادي
request-urgent = عاجل
request-case = ملف القضية هنا
request-basis = الأساس القانوني للطلب
request-check = كيف يُتحقق ممن يسأل
request-what = المطلوب
request-why = الغرض من الحاجة إليه
request-role = الدور الذي يسأل
request-draft = مسودة
request-asked = مطلوب
request-consent = ينتظر موافقة
request-released = أُفرج عنه
request-refused = مرفوض
request-withdrawn = مسحوب
request-late = متأخر
requests-late = { $count } متأخر
requests-of-purpose = طلبات هذا الغرض
requests-none = لا طلب لهذا الغرض.
requests-how = للسؤال عن أحد، افتح الكيان واختر «اسأل شريكًا».
request-way = من وإلى
request-to = إلى
request-about-whom = بشأن
request-hidden = ليس لك أن تراه
request-hidden-text = لا ترى كل ما يدل على من يخصهم، فتبقى كلماته مغلقة أمامك.
request-due = موعد الإجابة
request-title = طلب { $asker } إلى { $asked }
request-send = أرسل
request-withdraw = اسحب
request-withdraw-text = يُبلَّغ { $partner } بأن الإجابة لم تعد لازمة.
request-form = الاستمارة
request-values = { $seen } من { $count } قيمة
request-leaves = ما سيخرج معه
request-replies = الإجابات
request-clock = المهلة
request-written = كُتب
request-escalated = رُفع
request-same = بشأن أنفسهم
request-answer = أجب
request-known = المعروف هنا عن أنفسهم
request-known-none = لم يُعرف شيء على أنه نفسه. ابحث واكتب معرّفه أدناه.
request-other = كيان آخر
request-verified = كيف تحققت ممن يسأل
request-propose = اقترح
request-propose-anew = اقترح من جديد
request-behind = يقف خلفه { $persons }؛ ومع { $needed } يجوز خروج الأكثر.
request-approve = وافق
request-await = يلزم رضا مركز آخر
request-await-text = يُسأل ذلك المركز، ويعلم { $partner } أن الإجابة تنتظره.
request-release = إفراج
request-release-text = تخرج { $count } قيمة إلى { $partner } كما عُرض.
request-refuse = ارفض
request-refuse-text = يعلم { $partner } السبب وكلماتك، ولا شيء مما يُعرف هنا.
request-ground = وجه الرفض
ground-nothing = لا شيء يجوز قوله
ground-not-covered = لا يشمله الاتفاق
ground-not-necessary = غير ضروري أو غير متناسب
ground-not-verified = تعذر التحقق من الطلب
ground-investigation = يضر بتحقيق
ground-safety = يعرّض شخصًا للخطر
ground-security = يضر بالأمن الوطني
ground-not-taken = لم تأخذه عقدة الشريك
request-leaves-none = لا شيء: يُدل عليه بما أفرج عنه هذا الشريك نفسه.
why-shared = شاركه
why-articles = المادة { $articles }
agreement-propose = اقترح اتفاقًا
agreement-file = وثيقته بصيغة JSON
agreement-weigh = ما الذي سيغيره
agreement-sign = وقّع وأرسل إلى الأطراف
effect-none = لا يغير شيئًا مما يجوز خروجه.
effect-now = يجوز خروجه الآن
effect-with = معه
effect-kept = يمنعه
effect-text = بعدد الإفادات التي تراها؛ ولا يُنظر إلى من يسأل وكم يوافق.
onward = بموافقة هذا المركز يمكن لـ{ $recipient } أن يحيل إلى:

## Follow-ups
badge-unseen = لم تُشاهد:
nav-follow-ups = متابعات
follow-ups-title = ما تصرفت بناءً عليه وما لم يعد قائمًا
follow-ups-none = لم يُسحب شيء مما تصرفت بناءً عليه.
follow-ups-elsewhere = { $count } أخرى ضمن غرض آخر من أغراضك.
follow-up-what = تصرفت بشأن
follow-up-why = مما يستند إليه
follow-up-acted = وقت تصرفك
follow-up-at = وقت السحب
follow-up-judged = حكمت بأنهما واحد أو ليسا كذلك
follow-up-alert-hidden = تنبيه لم يعد بإمكانك رؤيته
follow-up-judgement-hidden = حكم لم يعد بإمكانك رؤية أي من كياناته
follow-up-recalled = استدعى مُصدره جزءًا منه
follow-up-retracted = سحب مصدره جزءًا منه
follow-up-corrected = صُحّح جزء منه
follow-up-expired = انتهت مدة جزء منه
follow-up-erased = مُحي جزء منه
follow-up-parted = ما جمعه لم يعد يُعدّ واحدًا
follow-up-contradicted = حكم شخص آخر بخلاف ذلك
follow-up-seen = شوهد
follow-up-see = شوهد
follow-up-see-all = شوهدت كلها
follow-up-arrived = سُحب شيء تصرفت بناءً عليه.

# Trust list
trust-list = قائمة الثقة
trust-version = الإصدار {$version} ساري
trust-rotate = مفاتيح جديدة لهذا المركز
trust-revoke = إبطال المفاتيح الحالية
trust-rotate-text = تُنشأ مفاتيح جديدة وتُرسل القائمة التي تضمها إلى الشركاء. وتبقى المفاتيح الحالية صالحة شهرًا.
trust-revoke-text = لمفاتيح قد تكون بيد غيرنا. تُنشأ مفاتيح جديدة، ومتى وقّع أكثر من نصف المراكز لا يُصدَّق شيء مما توقعه القديمة.
trust-sign = التوقيع باسم هذا المركز
trust-sign-text = قارن أولًا المفاتيح الجديدة مع مركزها بطريق آخر. ومتى وقّع أكثر من نصف المراكز سرت القائمة على الجميع.
trust-proposed = مقترحة
trust-adopted = معتمدة
trust-passed = متجاوَزة
trust-from = من {$center}
trust-votes = وقّعها
trust-missing = { $count ->
    [one] ينقص توقيع واحد
    [two] ينقص توقيعان
    [few] تنقص {$count} توقيعات
    [many] ينقص {$count} توقيعًا
   *[other] ينقص {$count} توقيع
}
trust-changes = ما تغيّره
trust-change-joins = ينضم
trust-change-leaves = يغادر
trust-change-name = اسمه
trust-change-address = عنوانه
trust-change-authority = له شهادة أخرى
trust-change-keys-added = مفاتيح جديدة صالحة حتى
trust-change-keys-revoked = مفاتيح مبطلة ابتداءً من
trust-change-keys-dated = مفاتيح صارت تنتهي في
trust-change-keys-gone = مفاتيح أُزيلت

## Declared emergencies
emergencies = حالات الطوارئ
emergencies-none = لا حالة معلنة الآن.
emergencies-earlier = السابقة: { $count }
emergency-awaiting = تنتظر التأكيد
emergency-holds = سارية
emergency-over = انقضت
emergency-ended = أُنهيت
emergency-until = حتى
emergency-of = أعلنها { $center }
emergency-confirmed = أُكدت
emergency-ended-by = أنهاها { $center }
emergency-another = يجب أن يؤكدها شخص آخر.
emergency-declare = إعلان حالة طوارئ
emergency-declare-text = متى أكدها شخص آخر فتحت المواد التي لا تسري إلا في حالة الطوارئ، لما يخرج بين هذا المركز وكل طرف آخر. ويقرأ سائر الأطراف السبب.
emergency-hours = لكم ساعة، { $most } على الأكثر
emergency-confirm = تأكيد
emergency-confirm-text = تسري من الآن، ويُبلَّغ سائر الأطراف.
emergency-end = إنهاؤها
emergency-end-text = لا تسري بعد الآن لأي طرف. وما خرج يبقى له أجله.
emergency-end-theirs-text = لا تسري بعد الآن لما يعطيه { $center } وهذا المركز أحدهما للآخر. وما خرج يبقى له أجله.
emergency-withdraw = سحب
emergency-withdraw-text = لم يُبلَّغ بها أحد بعد.
article-emergency = في حالة الطوارئ فقط
effect-emergency = ويزيد في حالة الطوارئ
why-emergency = يخرج في حالة طوارئ معلنة

# Standing releases
standing-releases = الإفصاحات الدائمة
standing-text = يعلم الشريك بكل إنذار للغرض المختار أعلاه من الآن، بقدر ما تسمح به الاتفاقات في تلك اللحظة، وكل قيمة مرة واحدة.
standing-order = إعلامه بكل إنذار
standing-order-text = من الآن يُفصح لـ {$partner} عن موضوع كل إنذار للغرض المختار بقدر ما تسمح به الاتفاقات، ويستمر ذلك حتى ينهيه أحد.
standing-end = إنهاء
standing-end-text = لن يعلم {$partner} بأي إنذار آخر. وما خرج يبقى هناك حتى يُستدعى أو تنتهي مدته.
standing-since = منذ
standing-runs = سارٍ
standing-ended = منتهٍ

# المُطابِق: أوزانه، والأزواج التي تنتظر الحكم
nav-weights = أوزان المُطابِق
weights-text = كم بِتًّا يعطي المُطابِق لما يشترك فيه سجلان. يسري الملف حين يوافق عليه شخص ثانٍ، ثم يُعاد وزن كل شيء في الخلفية. لا يتغير شيء من تلقاء نفسه.
weights-in-force = الساري: { $version }
weights-rescoring = يُعاد وزن الأحكام الأقدم
weights-file = اقتراح ملف
weights-report = مدى جودتها
weights-download = حفظ { $version } بصيغة JSON
weights-kept = محفوظ
weights-proposed = مقترح
weights-active = سارٍ
weights-former = كان ساريًا
weights-declined = مرفوض
weights-shipped = جاء مع المنتج
weights-review = ما الذي يغيره
weights-approve = موافقة
weights-approve-text = توقّع العقدة على ذلك وتزن بهذا الملف من الآن؛ ويُعاد وزن القائم في الخلفية، وقد تظهر عمليات دمج أو تزول.
weights-decline = رفض
weights-withdraw = سحب
weights-decline-text = يبقى الملف، ويمكن اقتراحه من جديد.
weights-propose = اقتراح
weights-propose-text = يجب أن يوافق عليه شخص آخر قبل أن يسري.
weights-proposed-by = اقترحه
weights-approved-by = وافق عليه
weights-declined-by = رفضه
weights-another = يجب أن يوافق عليه شخص آخر.
weights-changes = ما يغيره { $version } مقارنة مع { $against }
weights-no-changes = لا يتغير أي رقم.
weights-effect-text = عينة من الأزواج التي يمكنك رؤيتها، موزونة بالملفين. ما لا يمكنك رؤيته لا يُحسب.
weights-pairs = أزواج وُزنت
weights-same-before = متطابقة من قبل
weights-same-after = متطابقة من بعد
weights-joined = ستصبح متطابقة
weights-parted = لن تبقى كذلك
weights-by-person = منها ما حكم فيه أشخاص
weights-kind = النوع
weights-level = المستوى
weights-before = قبل
weights-after = بعد
weights-table = { $before } من المصطلحات قبل، و{ $after } بعد، ويتغير { $changed }
nav-review = أزواج للحكم
review-text = الأزواج التي يعلّم الحكم فيها أو يغيّر أكثر من غيرها، كما يمكنك رؤيتها. أحكامك تسري فورًا وتعلو على النموذج، ولا تتغير أوزانه بها.
review-place = الزوج { $place } من { $count }
review-margin = { $bits } بِت عن العتبة
review-size = كيانات المصدر: { $count }
review-alerts = التنبيهات المفتوحة: { $count }
review-next = التالي
review-previous = السابق
review-rest = ما يقوله الطرفان أيضًا
review-decide = حكمك
review-keep = حفظ الحكم
review-same-text = تحكم بأن الاثنين واحد.
review-different-text = تحكم بأن الاثنين ليسا واحدًا.
review-undecided-text = نظرت ولا يمكنك الجزم؛ لن يُسأل عن الزوج ثانية.
review-none = لا ينتظر الحكمَ أي زوج يمكنك رؤيته.
review-looked = اختيرت من بين { $count } من الأزواج التي يمكنك رؤيتها.

## Screening
nav-screening = الفرز
screening-text = اسأل هل شخص أو شركة أو سفينة أو غير ذلك معروف هنا. النتيجة لا تقرر شيئًا: إنها خيط مع أسبابه، ينظر فيه إنسان.
screening-one = استعلام واحد
screening-list = قائمة
screening-kind = النوع
screening-identifier = وثيقة أو معرِّف
screening-number = رقمها
screening-hint = الأسماء بأي كتابة وأي ترتيب؛ وتفصل الفاصلة المنقوطة (;) بين القيم المتعددة. التاريخ مثل { $date }؛ وتكفي السنة وحدها.
screening-act = افرز
screening-busy = الفرز جارٍ…
screening-lacking = يلزم اسم أو رقم.
screening-found = { $count ->
    [zero] لا نتائج
    [one] نتيجة واحدة
    [two] نتيجتان
    [few] { $count } نتائج
    [many] { $count } نتيجةً
   *[other] { $count } نتيجة
  }
screening-model = الوزن بـ { $version }
screening-none = لا يشبهه شيء مما يمكنك رؤيته لهذا الغرض. وهذا لا يدل على أنه لا يوجد شيء.
screening-search = ابحث عن الاسم
screening-left-out = لم يُسأل عنه
strength-strong = قوية
strength-possible = محتملة
strength-weak = ضعيفة
strength-strong-text = تكفي البِتّات لاعتبار الاثنين واحدًا.
strength-possible-text = تقترب البِتّات من الحد، أو يشتركان في معرِّف ينتقل من يد إلى يد.
strength-weak-text = سُئل عن القليل، ولا يتطابق أكثر منه، ولا يُعرف ما هو أفضل.
screening-bits = { $bits } من { $needed } بِت
screening-probability = الاحتمال { $share }
screening-asked = المسؤول عنه
screening-held = المحفوظ
screening-shared = معرِّفات مشتركة
screening-compared = المسؤول عنه بجانب المحفوظ عن { $name }
screening-list-text = جدول (CSV بترميز UTF-8) له رأس. تُسمى أعمدته كما تُسمى الخصائص، بأي لغة من لغات الواجهة: name أو تاريخ الميلاد أو جواز السفر. ولكل من «id» و«type» عموده؛ وتفصل الفاصلة المنقوطة (;) بين القيم المتعددة في الخلية.
screening-kind-rows = نوع الصفوف التي لا تسمي نوعًا
screening-limit = أقصى عدد لنتائج الصف
screening-list-act = افرز القائمة
screening-stop = إيقاف الانتظار
screening-rows = الصفوف
screening-rows-strong = لها نتيجة قوية
screening-rows-possible = نتائجها محتملة فقط
screening-rows-weak = نتائجها ضعيفة فقط
screening-rows-none = بلا نتيجة
screening-rows-left-out = فيها ما لم يُسأل عنه
screening-rows-refused = المرفوضة
screening-download = تنزيل جدول النتائج
screening-download-text = فيه كل ما يظهر هنا، ومع كل نتيجة وسمها.
screening-show = ما يعرضه الجدول
screening-show-hits = كل النتائج
screening-show-strong = النتائج القوية
screening-show-left-out = لم يُسأل عنه
screening-show-refused = المرفوضة
screening-lines = { $count ->
    [zero] لا سطور
    [one] سطر واحد
    [two] سطران
    [few] { $first } إلى { $last } من { $count } سطور
    [many] { $first } إلى { $last } من { $count } سطرًا
   *[other] { $first } إلى { $last } من { $count } سطر
  }
screening-lines-none = لا سطر من هذا النوع.
screening-table = جدول النتائج
screening-row = الصف
screening-refused = سبب الرفض
screening-strength = القوة
screening-hit = النتيجة
screening-probable = الاحتمال
