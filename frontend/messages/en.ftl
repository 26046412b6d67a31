# same in all languages
app = Isthmus
brand-home = Isthmus, to the first page
skip = Skip to content
handling = Handling
exercise-banner = EXERCISE — synthetic data — { $title }
# same in fr
menu = Pages
more = More
close = Close
cancel = Cancel
open = Open
retry = Try again
loading = Loading …
any = Any
new = New
table = Table
expand = Expand
show-all = Show all
show-more = Show more
show-more-count = Show { $count } more
show-fewer = Show fewer
truncated = There is more than is shown here.

## Menu
group-watch = Watch
group-account = Account for
# same in fr
group-administration = Administration
nav-operations = Operations
nav-alerts = Alerts
nav-entities = Entities
nav-links = Link analysis
nav-feeds = Feeds
nav-audit = Audit and proofs
page-alert = Alert
page-entity = Entity
page-compare = Compare two entities
page-feed = Feed
page-record = Record
page-missing = There is no such page
page-missing-text = The address leads nowhere. Go to
page-refused = This page cannot be shown
page-refused-unknown = Nothing is known under this address that you may see under this purpose.
badge-open = Open:
badge-waiting = Waiting for a person:

## Shell
search = Search entities, numbers, names
purpose = Purpose
purpose-current = Purpose: { $title }
purpose-note = Every search and every reading is recorded under this purpose. Another purpose shows other data.
stream-connecting = Connecting
stream-live = Live
stream-broken = Reconnecting
newest-record = newest record { $age }
newest-data = newest data:
last-heard = last heard { $age }
clock = Time in UTC
language = Language
theme = Theme
theme-switch = Switch between dark and light
theme-to-light = Switch to the light theme
theme-to-dark = Switch to the dark theme
account-of = { $initials }, account of { $name }
# same in fr
version = Version { $version }
sign-out = Sign out
palette = Go to …
palette-field = Page, entity or words
# same in fr
palette-pages = Pages
palette-pinned = Pinned
palette-recent = Recently opened
palette-acts = Acts
palette-search = Search
palette-search-for = Search entities for “{ $words }”
pin = Pin
jump-hint = and then the letter of a page
alert-arrived = New alert, { $severity }: { $caption }

## Help
help = Help
help-keys = Keys
help-jumps = Jumps
help-palette = Go to a page, an entity or an act
help-search = Search
help-next = Next row
help-previous = Previous row
help-open = Open
help-acknowledge = Acknowledge the alert
help-table = Map or graph as a table
help-this = This help
help-escape = Close, or leave the field
help-shortcuts = Single-key shortcuts
help-severity = Severity
help-severity-text = Severity is a shape, a colour and a word: diamond for critical, triangle for high, square for elevated, ring for low.
help-borders = Borders and names on maps come from Natural Earth; the center takes no position on them.
# same in fr
help-licences = Licences

## Sign-in
sign-in = Sign in
sign-in-name = Name
sign-in-password = Password
sign-in-refused = Name or password is wrong.
sign-in-incomplete = Enter your name and your password.
sign-in-locked = Too many attempts. You can try again in { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
  }.
sign-in-ended = Your session has ended. Please sign in again.
sign-in-notice = Authorised persons only. Every act is recorded.

## Problems
problem-unreachable = The node cannot be reached. What you see may be old.
problem-unknown = Something went wrong.
problem-repair = What to do:

## Labels, grades, provenance
label = Label
labels = Labels
# same in fr
label-classification = Classification
label-originators = Originators
label-releasable = Releasable to
label-handling = Handling
label-data = Kind of data
label-subjects = Kind of person
label-bases = Legal bases
label-purposes = Purposes
label-everyone = All
legal-basis = Legal basis
grade = Grade
# same in fr
grade-words = { $reliability }, { $credibility } ({ $scheme } { $code })
reliability-a = Source completely reliable
reliability-b = Source usually reliable
reliability-c = Source fairly reliable
reliability-d = Source not usually reliable
reliability-e = Source unreliable
reliability-f = Reliability cannot be judged
credibility-1 = confirmed
credibility-2 = probably true
credibility-3 = possibly true
credibility-4 = doubtful
# same in fr
credibility-5 = improbable
credibility-6 = truth cannot be judged
observed = Observed
recorded = Recorded
via-judgement = by judgement
via-attribution = by attribution
as-delivered = as delivered:
withheld = Withheld by the originator
withheld-value = Withheld
withheld-fact = Withheld: it exists, and you may not see it
withheld-ask = To see it, ask
withheld-basis = Held under
retracted = Retracted
erased = Erased
synthetic = Synthetic
listed = Listed
property = Property
value = Value
value-true = yes
value-false = no
# same in fr
source = Source
# same in fr
sources = Sources
sources-count = { $count ->
    [one] One source
   *[other] { $count } sources
  }
statements = Statements
statements-count = { $count ->
    [one] One statement
   *[other] { $count } statements
  }
record = Record
records = Records
record-of = Record { $number } of { $file }
record-number = Record { $number }
record-title = Record { $number }
record-withheld = Record withheld
record-cut = Only the beginning is shown; the download has all of it.
record-not-text = These bytes are not text. Download them to look at them.
as-it-came = As it was delivered
delivered = Delivered
download-bytes = Download the bytes
statements-of-record = Statements from this record
# same in fr
date = Date
why = Why you can see this
roles = Roles
context = Context
history = History
history-recorded = First statement of
history-alert = Alert raised:
evidence = Evidence
reason = Reason
reason-hint = The reason is kept in the audit log. Ctrl Enter sends it.
reason-missing = A reason is needed.

## Alerts
alert = Alert
stands-out = What stands out
number = Number
raised = Raised
moves = What you can do
about = About
alerts-new = { $count ->
    [one] One new
   *[other] { $count } new
  }
alerts-count = { $count ->
    [one] One alert
   *[other] { $count } alerts
  }
alerts-filter = All alerts, with filters
alerts-none = No open alerts.
alerts-none-filtered = No alert matches these filters.
acknowledge-one = Acknowledge { $number }
acknowledged-one = { $number } acknowledged
alert-now = { $number } is now: { $state }
assigned-to = with
assigned-you = assigned to you
open-alert = Open { $number }
select-alert = Select an alert to see its evidence.
finding-of = Finding { $number } of { $of }
filter-state = State
filter-severity = Severity
filter-rule = Rule
filter-assigned = Assigned to
filter-words = Words
order = Order
order-newest = Newest first
order-severity = Most severe first
filter-clear = Clear filters
filter-remove = Remove this filter
severity-critical = Critical
severity-high = High
severity-elevated = Elevated
severity-low = Low
state-open = Open
state-all = All
state-raised = Raised
state-acknowledged = Acknowledged
state-confirmed = Confirmed
state-dismissed = Dismissed
state-escalated = Escalated
state-closed = Closed
state-lapsed = Lapsed
move-acknowledge = Acknowledge
move-confirm = Confirm
move-dismiss = Dismiss
move-escalate = Escalate
move-close = Close alert
move-reopen = Reopen
move-acknowledge-text = You take this alert on.
move-confirm-text = You have assessed the evidence and hold that it is what the rule says.
move-dismiss-text = You have assessed the evidence and hold that it is not what the rule says. The findings stay on record.
move-escalate-text = You pass this alert to those who decide about further action.
move-close-text = Nothing more is to be done about this alert.
move-reopen-text = The assessment of this alert begins anew. What was decided stays in its history.

## Operations
figures = Figures
figure-critical = Critical
figure-open = Open alerts
figure-feeds = Feeds in order
figure-records = Records today
figure-statements = Statements admitted
figure-waiting = Waiting for a person
figure-no-reader = No reader on duty
figure-unreadable = Alerts nobody on duty may read
unreadable-of = { $custodian } with the custodian, { $nobody } with nobody
unreadable-lost = { $nobody } with nobody
unreadable-no-custodian = No custodian is named.
inspector = Selected alert
map = Situation map
map-canvas = Situation map. Move with the arrow keys, zoom with plus and minus; the table has the same content.
map-table = Map as a table
map-static = Situation map with { $count ->
    [one] one point
   *[other] { $count } points
  }
map-no-webgl = This browser cannot draw the moving map. The table has all of it.
map-truncated = Not everything is shown: come nearer.
map-time = { $from } to { $to }
layers = Layers
layer-alerts = Alerts
layer-sightings = Sightings
layer-gaps = Dark periods
# same in fr
layer-positions = Positions
layer-detections = Detections
layer-tracks = Tracks
legend = Legend
kind = Kind
kind-alert = Alert
kind-sighting = Sighting
kind-gap = Dark period
# same in fr
kind-position = Position
kind-detection = Detection
kind-track = Track
view-region = Region
view-world = World
zoom-in = Zoom in
zoom-out = Zoom out
open-the-alert = Open the alert
open-the-entity = Open the entity
timeline = Events over time
timeline-hourly = Events by hour
timeline-span = Time shown
timeline-chart = Events and alerts over time; the table has the figures
brush-from = Show the map from
brush-to = Show the map until
brush-on = Part of the time
links = Links
links-count = { $count ->
    [one] One link
   *[other] { $count } links
  }
open-links = Open in link analysis
when = When
what = What
where = Where
details = Details

## Entities
search-words = Name, number or words
search-type = Type
search-place = Place or country
search-since = Seen from
search-until = Seen until
search-act = Search
results = Results
hits-for = { $more ->
    [yes] The first { $count } entities for “{ $words }”
    [cut] The first { $count } entities for “{ $words }”. There may be more: add a word.
   *[no] { $count ->
        [one] One entity for “{ $words }”
       *[other] { $count } entities for “{ $words }”
      }
  }
hits-none = Nothing found that you may see under this purpose. Try another spelling, fewer words, or an identifier.
hits-none-open = No entity of an open alert fits. Without words, no others are looked at: type a name or an identifier.
hits-no-alert = No alert is open. Type a name or an identifier to find an entity.
hits-open = The entities of open alerts. Search to find others.
because = Found by
matched-identifier = same identifier
matched-name = same name
matched-address = same address
matched-like = a name like it
matched-words = same words
matched-spelled = same words, spelled otherwise
matched-part = part of the address
matched-word = one word
matched-start = same beginning
last-seen = last seen
facts = Facts
facts-none = No facts that you may see.
former = Former values
events = Events
events-older = There are older events.
attribution = Attributed event
attribution-text = The event carries an identifier that this entity held at that time. It is attributed, not joined.
whereabouts = Where it was seen
whereabouts-map = Map of { $count ->
    [one] one position
   *[other] { $count } positions
  }
positions-count = { $count ->
    [one] One position
   *[other] { $count } positions
  }
speed = Speed
knots = { NUMBER($speed, maximumFractionDigits: 1) } kn
judgements = Judgements
judgements-none = No judgement: this entity is known from one source entity.
members-count = { $count ->
    [one] One source entity
   *[other] { $count } source entities
  }
decision-same = Same
decision-different = Different
decision-undecided = Undecided
judged-same = Judged the same:
judged-different = Judged different:
judged-undecided = Judgement taken back:
by-model = by the model
by-person = by
# same in fr
bits = { $bits } bits
judgement-waits = waits for a second person who judges the same
weight-bits = Weight (bits)
pair = { $left } and { $right }
compare = Compare with…
compare-title = Compare { $name } with another entity
compare-choose = Search for the other entity, in any script, and choose it.
compare-text = What both say stands side by side. Your judgement stands above the model; where the label demands two persons, it holds once a second judges the same.
compare-back = Back to the entity
compare-other = Choose another
compare-both = Compare both
compare-never = Nothing was judged on these two yet.
compare-sides = What both sides say
compare-one = These are one entity already: a pair of one with itself cannot be judged. Choose another, or judge its source entities on its page.
compare-more = and { $count } more
join = Join
join-text = You judge that these two are the same. Their statements will show as one entity. The judgement is yours, with your reason, and can be reversed.
take-apart = Take apart
take-apart-text = You judge that these two are not the same. They will show as two entities. The judgement is yours, with your reason, and can be reversed.
take-back = Take back
take-back-text = The judgement of a person on this pair is taken back; what the model holds applies again.

## Link analysis
links-start = Choose where to begin: search for an entity and open its links.
selection = Selection
graph-canvas = Graph of { $count ->
    [one] one node
   *[other] { $count } nodes
  }. Arrow keys move, Enter expands.
graph-selected = { $caption }, { $count ->
    [one] one link
   *[other] { $count } links
  }
graph-size = { $nodes } nodes, { $edges } links
graph-more = { $count } more are not shown
graph-full = { $count } nodes are as many as a picture can tell. The table goes on.
graph-hint = Arrow keys move, Enter expands, 0 shows all
graph-select = Select a node.
graph-table = Links as a table
graph-from = From
graph-link = Link
graph-to = To

## Feeds
feed = Feed
feed-facts = What is agreed about this feed
feed-fresh = Fresh
feed-silent = Silent
feed-failing = Failing
feed-empty = Empty
feed-kind-snapshot = Snapshots
feed-kind-stream = Stream
feeds-none = No feed in this state.
per-minute = Records per minute
spark = { $total } records in the last hour, at most { $most } in a minute
last-delivery = Last delivery
newest-record-is = newest record
errors = Errors
file = File
size = Size
mapping = Mapping
retention = Kept for
days = { $count ->
    [one] one day
   *[other] { $count } days
  }
quarantined = Quarantined
verdicts = Verdicts
verdicts-text = What was wrong with records, and the repair
verdicts-none = No verdicts: every record was admitted.
verdicts-open = open verdicts
verdict-open = Open
verdict-resubmitted = Resubmitted
verdict-discarded = Discarded
field = Field
expected = Expected
came = Came
repair = Repair
resubmit = Resubmit
resubmitted-result = Admitted: { $admitted }. Still wrong: { $left }.
discard = Discard
discard-text = Nobody needs this record. Its bytes stay in quarantine until they expire; it cannot be sent again. Name no person and no value in the reason.
discarded-result = Discarded.
deliveries = Deliveries
deliveries-none = Nothing has been delivered yet.
delivery-receiving = Receiving
delivery-complete = Complete
delivery-cut = Cut short
delivery-held = Held
received = Received
as-of = As of
changed = Changed
vanished = Vanished
waiting = Waiting for a decision
waiting-share = { $vanished } of { $of } records vanished ({ $share })
since = since
retraction-release = Retract
retraction-reject = Keep
retraction-release-text = { $count ->
    [one] The statements of one vanished record
   *[other] The statements of { $count } vanished records
  } will be retracted. They stay visible as former values.
retraction-reject-text = { $count ->
    [one] The vanished record stays
   *[other] The { $count } vanished records stay
  } as if the delivery had carried them.
push = Push a file
push-text = The file is taken in as one delivery of this feed. Bad records go to quarantine, the others are admitted.
push-act = Push
choose-file = Choose a file
no-file = No file chosen
push-busy = Pushing …
push-result = { $records } records, { $admitted } admitted, { $quarantined } in quarantine.
push-repeated = These very bytes had come before: nothing was done.
push-cut = The file could not be read to its end: the verdicts say why.
unmapped = Files without a feed
unmapped-text = These files lie where feeds are fetched from, and no mapping recognises them. They were not taken in.

## Audit
audit-text = Every reading and every act has an entry in an append-only log. The checkpoint is its signed head: whoever holds it can prove that nothing was changed or left out.
checkpoint = Checkpoint
audit-size = Entries in the log
audit-pending = Entries not yet in the tree
audit-origin = Origin
audit-key = Verifier key
audit-verify = Verify the log
audit-verify-text = The node reads its whole log again and computes the root anew.
audit-verifying = Verifying …
audit-verified = The log stands: { $size } entries in { NUMBER($seconds, maximumFractionDigits: 2) } s, root
audit-entries = Entries
audit-who = Who
audit-act = Act
audit-decision = Decision
audit-objects = Objects

## Words of the node
schema-thing = Thing
schema-legalentity = Legal entity
schema-person = Person
# same in fr
schema-organization = Organisation
schema-company = Company
schema-vessel = Vessel
schema-airplane = Aircraft
schema-vehicle = Vehicle
schema-event = Event
schema-sighting = Sighting
schema-signalgap = Dark period
schema-payment = Transfer
schema-bankaccount = Bank account
schema-simcard = SIM card
schema-device = Device
schema-container = Container
schema-indicator = Cyber indicator
schema-informationreport = Information report
schema-passage = Passage
schema-trip = Trip
schema-call = Call
schema-meeting = Meeting
schema-radardetection = Radar detection
schema-customsdeclaration = Customs declaration
schema-warning = Public warning
schema-businesslink = Business link
schema-alert = Alert
role-duty-officer = Duty officer
role-analyst = Analyst
role-release-officer = Release officer
role-incident-commander = Incident commander
role-exercise-director = Exercise director
role-data-protection-officer = Data protection officer
role-overseer = Overseer
role-administrator = Administrator
role-contributor = Contributor
role-custodian = Custodian
category-movement = Movement
category-finance = Finance
category-travel = Travel
# same in fr
category-communications = Communications
category-customs = Customs
category-open-source = Open source
category-identity = Identity
category-cyber = Cyber
category-other = Other
property-alias = Other name
property-callsign = Call sign
# same in fr
property-iccid = ICCID
# same in fr
property-imei = IMEI
property-vin = Chassis number
property-country = Country
property-flag = Flag
property-nationality = Nationality
property-birthdate = Date of birth
property-containernumber = Container number
property-cryptoaddress = Crypto address
property-email = E-mail
property-formermmsi = Former MMSI
# same in fr
property-iban = IBAN
property-idnumber = Identity number
property-imonumber = IMO number
# same in fr
property-imsi = IMSI
# same in fr
property-leicode = LEI
# same in fr
property-mmsi = MMSI
property-msisdn = Phone number
property-name = Name
property-passportnumber = Passport
property-phone = Phone
property-previousname = Former name
property-registrationnumber = Registration number
property-registration = Tail number
# same in fr
property-swiftbic = BIC
property-taxnumber = Tax number
property-weakalias = Weak alias
topic-sanction = On a sanctions list

## Sharing
group-share = Share
nav-releases = Releases
nav-agreements = Agreements
partners = Partners
partner = Partner
keys = Keys
keys-good = good
keys-bad = none that is good
messages-sent = Sent
messages-waiting = Waiting
messages-taken = Taken
agreement-proposed = Proposed
agreement-in-force = In force
agreement-suspended = Suspended
agreement-ended = Ended
# same in fr
layer-national = National
layer-bilateral = Bilateral
layer-regional = Regional
act-accept = Accept
act-suspend = Suspend
act-resume = Resume
act-end = End
legal-instrument = Legal instrument
# same in fr
parties = Parties
not-signed-by = Not signed by
in-force-from = From
in-force-before = Until before
digest = Digest
effect-permit = permits
effect-forbid = forbids
effect-oblige = obliges
agreements-none = No agreement is kept here.
release-try = What would leave
release-try-text = Nothing is sent before you have seen it.
entity-id = Id of the entity
release-show = Show
value-here = Here
value-there = There
by-article = By article
why-uncovered = no article covers it
why-forbidden = an article forbids it
why-consent = its originator has not consented
why-unmapped = its level has no name there
why-failed = it could not be decided
why-obliged = left out
change-masked = masked
change-generalised = coarser
change-dropped = left out
consents = Consent
consent-way = Origin · holder · recipient
consent-asked = Asked
consent-given = Given
consent-refused = Refused
consent-ask = Ask for consent
consent-give = Give consent
consent-refuse = Refuse
values = Values
released = Released
released-none = Nothing has left for this purpose.
standing-out = out
standing-recalled = recalled
standing-expired = expired
recalls = Recalls
recall-order = Call back
holder = Holder
holder-via = Through
receipt = Receipt
receipt-there = signed
receipt-waiting = awaited
receipt-overdue = overdue
release-entity = Release to a partner
release-leaving = { $leaving } leave, { $staying } stay.
release-send = Release { $count }
release-sent = { $count } values have left.
values-count = { $count } values
consent-ask-text = Every center from which something of it came is asked whether it may be passed on to { $partner }.
consent-answer-text = { $holder } wants to pass { $count } values on to { $recipient }.
recall-order-text = { $count } values are removed by every holder, from its disk too, and each proves it.
consent-answer = Answer
act-accept-text = This center signs it. It is in force once every party has.
act-suspend-text = Nothing leaves under it any more, until this center resumes it. The other parties are told.
act-resume-text = It is in force again, unless another party has suspended it.
act-end-text = Nothing leaves under it any more, for ever. The other parties are told.

## Requests
page-request = Request
nav-requests = Requests
request-about = Ask a partner
request-write = Ask a partner
request-write-text = A release officer sends it. What identifies whom it is about leaves as a release, so far as an article lets it.
request-keep = Keep as a draft
request-urgency = Urgency
request-ordinary = ordinary
request-urgent = urgent
request-case = File of the case here
request-basis = Legal basis of asking
request-check = How to make sure of who asks
request-what = What is asked
request-why = What it is needed for
request-role = Role that asks
request-draft = Draft
request-asked = Asked
request-consent = Awaits consent
request-released = Released
request-refused = Refused
request-withdrawn = Withdrawn
request-late = late
requests-late = { $count } late
requests-of-purpose = Requests of this purpose
requests-none = No request for this purpose.
requests-how = To ask about somebody, open the entity and choose 'Ask a partner'.
request-way = From and to
request-to = to
request-about-whom = About
request-hidden = not for you to see
request-hidden-text = You do not see all that names whom it is about, so its words stay closed to you.
request-due = Answer due
request-title = Request of { $asker } to { $asked }
request-send = Send
request-withdraw = Withdraw
request-withdraw-text = { $partner } is told that no answer is needed any more.
request-form = Form
request-values = { $seen } of { $count } values
request-leaves = What would leave with it
request-replies = Answers
request-clock = Clock
request-written = Written
request-escalated = Escalated
request-same = About the same
request-answer = Answer
request-known = What is known here of the same
request-known-none = Nothing that was found to be the same. Search, and put its id below.
request-other = Another entity
request-verified = How you made sure of who asks
request-propose = Propose
request-propose-anew = Propose anew
request-behind = { $persons } stand behind it; with { $needed } the most may leave.
request-approve = Approve
request-await = Another center must consent
request-await-text = That center is asked, and { $partner } learns that an answer waits for it.
request-release = Release
request-release-text = { $count } values leave for { $partner }, as shown.
request-refuse = Refuse
request-refuse-text = { $partner } learns the ground and your words, and nothing of what is known here.
request-ground = Ground
ground-nothing = nothing that may be told
ground-not-covered = not covered by the agreement
ground-not-necessary = not necessary or not proportionate
ground-not-verified = the request could not be verified
ground-investigation = it would harm an investigation
ground-safety = it would endanger a person
ground-security = it would harm national security
ground-not-taken = the partner's node did not take it
request-leaves-none = Nothing: it is named by what this partner itself released.
why-shared = Shared by
# same in fr
why-articles = article { $articles }
agreement-propose = Propose an agreement
agreement-file = Its document, as JSON
agreement-weigh = What it would change
agreement-sign = Sign and send to the parties
effect-none = It changes nothing of what may leave.
effect-now = May leave now
effect-with = With it
effect-kept = Kept by
effect-text = Counted in statements that you see; who asks and how many approve is not looked at.
onward = With this center's consent { $recipient } could pass on to:

## Follow-ups
badge-unseen = Not seen:
nav-follow-ups = Follow-ups
follow-ups-title = What you acted on, and what is no more
follow-ups-none = Nothing on which you acted was taken back.
follow-ups-elsewhere = { $count } more at another of your purposes.
follow-up-what = You acted on
follow-up-why = Of what it rests on
follow-up-acted = You acted
follow-up-at = Taken back
follow-up-judged = you judged that they are one, or are not
follow-up-alert-hidden = An alert that you may not see any more
follow-up-judgement-hidden = A judgement of whose entities you may see nothing any more
follow-up-recalled = a part was recalled by its originator
follow-up-retracted = a part was taken back by its source
follow-up-corrected = a part was corrected
follow-up-expired = a part has expired
follow-up-erased = a part was erased
follow-up-parted = what it brought together no longer counts as one
follow-up-contradicted = another person judged otherwise
follow-up-seen = seen
follow-up-see = Seen
follow-up-see-all = All seen
follow-up-arrived = Something on which you acted was taken back.

# Trust list
trust-list = Trust list
trust-version = Version {$version} holds
trust-rotate = New keys for this center
trust-revoke = Revoke the keys of now
trust-rotate-text = New keys are made, and the list with them is sent to the partners. The keys of now stay good for a month.
trust-revoke-text = For keys that somebody else may have. New ones are made; once more than half of the centers have signed, nothing that the old ones sign is believed.
trust-sign = Sign for this center
trust-sign-text = Compare new keys with their center by another way first. Once more than half of the centers have signed, the list holds for all.
trust-proposed = proposed
trust-adopted = adopted
trust-passed = passed over
trust-from = From {$center}
trust-votes = Signed by
trust-missing = { $count ->
    [one] one more signature is needed
   *[other] {$count} more signatures are needed
}
trust-changes = What it changes
trust-change-joins = joins
trust-change-leaves = leaves
trust-change-name = is named
trust-change-address = has the address
trust-change-authority = has another certificate
trust-change-keys-added = new keys, good until
trust-change-keys-revoked = keys revoked from
trust-change-keys-dated = keys now end
trust-change-keys-gone = keys taken off

## Declared emergencies
emergencies = Emergencies
emergencies-none = None is declared now.
emergencies-earlier = Earlier ones: { $count }
emergency-awaiting = Awaits confirmation
emergency-holds = Holds
emergency-over = Over
emergency-ended = Ended
emergency-until = until
emergency-of = Declared by { $center }
emergency-confirmed = Confirmed
emergency-ended-by = Ended by { $center }
emergency-another = Another person must confirm it.
emergency-declare = Declare an emergency
emergency-declare-text = Once another person has confirmed it, it opens the articles that hold only in an emergency, for what leaves between this center and each other party. The other parties read the reason.
emergency-hours = For how many hours, at most { $most }
emergency-confirm = Confirm
emergency-confirm-text = From now on it holds, and every other party is told.
emergency-end = End it
emergency-end-text = It holds no more, for every party. What left keeps its own expiry.
emergency-end-theirs-text = It holds no more for what { $center } and this center give each other. What left keeps its own expiry.
emergency-withdraw = Take back
emergency-withdraw-text = Nobody was told of it yet.
article-emergency = only in an emergency
effect-emergency = More in an emergency
why-emergency = it would leave in a declared emergency

# Standing releases
standing-releases = Standing releases
standing-text = The partner learns of each alert at the purpose chosen above, from now on, as far as the agreements permit at that moment; each value once.
standing-order = Let it learn of each alert
standing-order-text = From now on the subjects of each alert at the purpose chosen are released to {$partner}, as far as the agreements permit. It goes on until somebody ends it.
standing-end = End
standing-end-text = {$partner} learns of no further alert. What has left stays there until it is called back or expires.
standing-since = Since
standing-runs = runs
standing-ended = ended

# The resolver: its weights, and the pairs to be judged
nav-weights = Resolver weights
weights-text = How many bits the resolver gives for what two records have in common. A file holds once a second person has approved it; then everything is weighed again in the background. Nothing changes by itself.
weights-in-force = In force: { $version }
weights-rescoring = older judgements are being weighed again
weights-file = Propose a file
weights-report = How good they are
weights-download = Save { $version } as JSON
weights-kept = Kept
weights-proposed = Proposed
weights-active = In force
weights-former = Was in force
weights-declined = Declined
weights-shipped = came with the product
weights-review = What it changes
weights-approve = Approve
weights-approve-text = The node signs this and weighs with this file from now on; what stands is weighed again in the background, and merges may come or go.
weights-decline = Decline
weights-withdraw = Take back
weights-decline-text = The file stays, and can be proposed again.
weights-propose = Propose
weights-propose-text = Another person must approve it before it holds.
weights-proposed-by = Proposed by
weights-approved-by = Approved by
weights-declined-by = Declined by
weights-another = Another person must approve it.
weights-changes = What { $version } changes against { $against }
weights-no-changes = No number changes.
weights-effect-text = A sample of the pairs that you may see, weighed with both files. What you may not see is not counted.
weights-pairs = Pairs weighed
weights-same-before = The same before
weights-same-after = The same after
weights-joined = Would become the same
weights-parted = Would no longer be
weights-by-person = Of these judged by persons
weights-kind = Kind
weights-level = Level
weights-before = Before
weights-after = After
weights-table = { $before } terms before, { $after } after, { $changed } change
nav-review = Pairs to judge
review-text = The pairs whose decision would teach or change the most, as you may see them. Your judgements hold at once and stand above the model; its weights do not change by them.
review-place = Pair { $place } of { $count }
review-margin = { $bits } bits to the bar
review-size = { $count } source entities
review-alerts = { $count } open alerts
review-next = Next
review-previous = Previous
review-rest = What else both sides say
review-decide = Your judgement
review-keep = Keep the judgement
review-same-text = You judge that the two are one.
review-different-text = You judge that the two are not one.
review-undecided-text = You looked and cannot say; the pair is not asked again.
review-none = No pair that you may see waits for a judgement.
review-looked = Chosen among { $count } pairs that you may see.

## Screening
nav-screening = Screening
screening-text = Ask whether a person, a company, a ship or anything else is known here. A hit decides nothing: it is a lead with its reasons, and a person looks at it.
screening-one = One query
screening-list = A list
screening-kind = Kind
screening-identifier = Document or identifier
screening-number = Its number
screening-hint = Names in any script and any order; several values are parted by semicolons. A date as { $date }; the year alone will do.
screening-act = Screen
screening-busy = Screening…
screening-lacking = A name or a number is needed.
screening-found = { $count ->
    [one] One hit
   *[other] { $count } hits
  }
screening-model = weighed with { $version }
screening-none = Nothing that you may see under this purpose is like it. That does not show that there is nothing.
screening-search = Search for the name
screening-left-out = Not asked for
strength-strong = Strong
strength-possible = Possible
strength-weak = Weak
strength-strong-text = The bits suffice to take the two for one.
strength-possible-text = The bits come near, or an identifier is shared that changes hands.
strength-weak-text = Little was asked, no more than that is equal, and nothing better is known.
screening-bits = { $bits } of { $needed } bits
screening-probability = probability { $share }
screening-asked = Asked
screening-held = Held
screening-shared = Shared identifiers
screening-compared = What was asked beside what is held of { $name }
screening-list-text = A table (CSV, UTF-8) with a header. Its columns are named as properties are, in any language of the console: name, Date of birth, Passport. “id” and “type” have columns of their own; several values in a cell are parted by semicolons.
screening-kind-rows = Kind of rows that name none
screening-limit = Hits of a row at most
screening-list-act = Screen the list
screening-stop = Stop waiting
screening-rows = Rows
screening-rows-strong = With a strong hit
screening-rows-possible = With possible hits alone
screening-rows-weak = With weak hits alone
screening-rows-none = Without a hit
screening-rows-left-out = With something not asked for
screening-rows-refused = Refused
screening-download = Download the table of hits
screening-download-text = It says everything that is shown here, and carries the label of each hit.
screening-show = What the table shows
screening-show-hits = All hits
screening-show-strong = Strong hits
screening-show-left-out = Not asked for
screening-show-refused = Refused
screening-lines = { $count ->
    [one] One line
   *[other] { $first } to { $last } of { $count } lines
  }
screening-lines-none = No such line.
screening-table = Table of hits
screening-row = Row
screening-refused = Why it was refused
screening-strength = Strength
screening-hit = Hit
screening-probable = Probability
