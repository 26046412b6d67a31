"""Variants: characters of Han that are one character in another country's or an older writing.

A group is one character: as it is written in China first, then its traditional and Japanese forms
and the variants that stand in names. Simplification wrote several characters as one; they are one
here too, since whoever reads the simplified form cannot tell which was meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from isthmus.resolve.names.writing import ascii_of

_GROUPS: Final = """
张張 刘劉 陈陳 杨楊 赵趙 黄黃 吴吳呉 孙孫 马馬 罗羅 郑鄭 谢謝 韩韓 冯馮 邓鄧 许許 苏蘇甦 吕呂
叶葉 蒋蔣 贾賈 谭譚 钟鐘鍾 卢盧 陆陸 邹鄒 龙龍竜 钱錢銭 汤湯 贺賀 顾顧 龚龔 严嚴厳 万萬 赖賴頼
览覽覧 岚嵐 庄莊荘 聂聶 齐齊斉 涂塗 颜顏顔 兰蘭 关關関 鲁魯 韦韋 阎閻 芦蘆 毕畢 连連 鲍鮑 欧歐
邬鄔 乌烏 阳陽 闵閔 纪紀 项項 卫衛衞 蓝藍 娄婁 骆駱 骈駢 单單単 诸諸 闻聞 宾賓 滨濱浜 窦竇 车車
东東 荆荊 应應応 宁寧甯 侬儂 邝鄺 栾欒 费費 闫閆 逊遜 伟偉 强強 国國圀 华華 军軍 丽麗 艳艷豔
杰傑 涛濤 鹏鵬 辉輝 飞飛 红紅 刚剛 云雲 桦樺 荣榮栄 贵貴 宝寶寳 义義 维維 凤鳳 玛瑪 胜勝 庆慶
乐樂楽 乔喬 争爭 从從従 优優 会會 传傳伝 伦倫 侠俠 俭儉倹 俪儷 兴興 兹茲 冈岡 凯凱 凌淩 创創
剑劍剣 办辦 务務 动動 励勵 勋勳勲 协協 卖賣売 厅廳庁 历歷曆歴暦 压壓圧 县縣県 参參 双雙
发發髮発髪 变變変 台臺颱檯 号號 听聽聴 员員 启啟啓 咏詠 哲喆 响響 唤喚 团團団 园園薗 围圍囲
图圖図 圆圓円 圣聖 场場 坚堅 坛壇 垒壘塁 声聲 处處処 备備 复復複覆 头頭 夹夾 夺奪 奋奮 奖獎奨
妆妝粧 妇婦 妈媽 娇嬌 娱娛 婵嬋 学學 宪憲 实實実 审審 宫宮 宽寬寛 对對対 寻尋 导導 寿壽 将將
尔爾 尘塵 尧堯尭 层層 岁歲歳 岛島嶋嶌 峡峽 峰峯 岭嶺 岳嶽 巩鞏 币幣 师師 帅帥 广廣広 庐廬 库庫
庙廟 废廢廃 开開 弃棄 弯彎 弹彈弾 归歸帰 当當噹 录錄録 彦彥 彻徹 征徵 径徑 德徳悳 忆憶 忧憂
怀懷懐 总總総 恋戀 恒恆 恺愷 悦悅 惠恵 惊驚 惧懼 愿願 戏戲戯 战戰戦 户戶戸 扬揚 扩擴拡 报報 护護
择擇択 挥揮 据據拠 摄攝摂 敌敵 数數 断斷 无無 旧舊 时時 旷曠 昼晝 显顯顕 晋晉 晓曉暁 晔曄 晖暉
暂暫 术術 机機 杂雜雑 权權権 来來 枪槍 枫楓 柠檸 标標 栋棟 栖棲 树樹 样樣様 桥橋 桢楨 梦夢
检檢検 楼樓 横橫 樱櫻桜 欢歡歓 歼殲 气氣気 汉漢 沟溝 沪滬 沧滄 沣灃 泪淚 泷瀧滝 泸瀘 泽澤沢 洁潔
济濟済 浅淺 浆漿 浏瀏 测測 浑渾 浓濃 润潤 涌湧 渊淵渕 渐漸 温溫 渔漁 湾灣 溪谿渓 满滿満 滚滾
漓灕 潜潛 澜瀾 灭滅 灯燈 灵靈霊 灿燦 炉爐 点點 炜煒 炼煉錬 烛燭 热熱 焕煥 爱愛 爷爺 状狀 犹猶
独獨 狮獅 猎獵猟 献獻 环環 现現 玮瑋 玺璽 珏玨 琅瑯 琼瓊 瑶瑤 璇璿 画畫 畅暢 疗療 皑皚 盖蓋 盘盤
监監 盐鹽塩 真眞 矿礦鉱 码碼 砚硯 础礎 确確 礼禮 祎禕 祯禎 祷禱 禄祿 离離 种種 秋秌 积積 称稱
稳穩穏 穷窮 窃竊 竞競 笔筆 笼籠 简簡 粮糧 纤纖繊 约約 纯純 纲綱 纳納 纵縱縦 纺紡 线線綫 练練
组組 绅紳 细細 织織 终終 绍紹 经經経 结結 绘繪絵 给給 络絡 绝絕絶 统統 绣繡綉 绢絹 继繼継 绩績
绪緒 续續続 绮綺 绯緋 绵綿 绿綠緑 缘緣縁 缜縝 缨纓 缪繆 网網 翘翹 耀燿 耸聳 职職 联聯 聪聰聡
肃肅粛 肤膚 胆膽 胡鬍 胧朧 脉脈 脑腦脳 腾騰 舆輿 舰艦 艺藝 节節 芜蕪 苍蒼 荐薦 荟薈 莲蓮 莹瑩
萝蘿 营營営 萧蕭 萨薩 蔼藹 蕴蘊 薮藪 药藥薬 虏虜 虑慮 虚虛 虾蝦 蚁蟻 蚕蠶 补補 袭襲 见見 观觀観
规規 视視 觉覺覚 誉譽 计計 订訂 认認 讨討 让讓譲 训訓 议議 记記 讲講 论論 设設 访訪 证證証 评評
识識 词詞 译譯訳 诗詩 诚誠 话話 诞誕 语語 说說説 请請 读讀読 课課 调調 谅諒 谈談 谊誼 谋謀 谐諧
谟謨 谦謙 谨謹 谱譜 谷穀 贝貝 贞貞 负負 贡貢 财財 责責 贤賢 败敗 货貨 质質 贯貫 贸貿 贻貽 赋賦
赏賞 赐賜 赞贊讚賛 赢贏 跃躍 践踐 轩軒 转轉転 轮輪 软軟 轻輕軽 载載 较較 辅輔 辈輩 辑輯 输輸
辞辭 边邊邉辺 辽遼 达達 迁遷 过過 迈邁 运運 还還 进進 远遠 违違 适適 选選 逻邏 遗遺 郁鬱 郎郞
邮郵 酝醞 释釋釈 里裡裏 鉴鑒鑑 针針鍼 钊釗 钏釧 钢鋼 钦欽 钧鈞 铁鐵鉄 铃鈴 铜銅 铠鎧 铭銘 银銀
铸鑄鋳 铺鋪 链鏈 锁鎖 锋鋒 锐銳鋭 锦錦 锡錫 键鍵 锻鍛 镇鎮 镕鎔 镜鏡 长長 门門 闪閃 闭閉 问問
闲閒閑 间間 闽閩 阁閣 阅閱閲 阔闊 队隊 阴陰 阵陣 阶階 际際 陕陝 险險険 随隨 隐隱隠 隽雋 难難
雏雛 霁霽 雾霧 静靜 鞑韃 韧韌 韬韜 韵韻 页頁 顶頂 顺順 颂頌 预預 领領 颇頗 频頻 颖穎頴 题題 额額
风風 飘飄 饭飯 饮飲 饶饒 馆館舘 驯馴 驰馳 驱驅駆 驹駒 驾駕 骁驍 骅驊 骏駿 骐騏 骑騎 骥驥 鱼魚
鲜鮮 鲸鯨 鸟鳥 鸡雞鷄鶏 鸣鳴 鸥鷗鴎 鸳鴛 鸿鴻 鹃鵑 鹅鵝 鹤鶴 鹰鷹 麦麥 黑黒 默黙 齿齒歯 龄齡齢
龟龜亀 后後 于於 余餘 范範 干乾幹 丰豐豊 丑醜 与與 专專 业業 丛叢 丝絲 两兩両 个個 临臨 为為爲
举舉挙 么麼 书書 买買 乱亂 产產産 亲親 亿億 仅僅 仆僕 仓倉 仪儀 们們 价價価 众眾衆 体體 佛仏
侧側 债債 倾傾 储儲 儿兒児 党黨 内內 农農 况況 冲沖衝 决決 净淨浄 减減 几幾 击擊撃 则則 别別
剧劇 劝勸勧 势勢 区區 医醫 千韆 升昇陞 卜蔔 占佔 卤鹵 却卻 厂廠 厉厲 厨廚 向嚮 吗嗎 吨噸 志誌
周週 朱硃 松鬆 沈瀋 准準 群羣 村邨 杯盃 斗鬥 晒曬 姊姉 青靑 教敎 清淸 郷鄉乡 带帶帯 桧檜 枢樞
壮壯 壱壹 弐貳 尽盡儘 属屬 巌岩巖 斋齋斎 穂穗 稲稻 薫薰 瀬瀨濑 壌壤 槙槇 舩船 籐藤 凛凜 冴冱
払拂 覇霸 礪砺 壷壺壶 冨富 崎﨑 高髙
"""


_ROOTS: Final[Mapping[str, str]] = MappingProxyType(
    {character: group[0] for group in _GROUPS.split() for character in group}
)
_TO_ROOTS: Final = str.maketrans(dict(_ROOTS))
_STANDARDS: Final = ("gb2312", "big5")
"""China's and Taiwan's sets of characters: what is written differently stands in one of them."""


def folded(word: str) -> str:
    """Write each character that is in a group as the first of it."""
    return word.translate(_TO_ROOTS)


def are_variants(a: str, b: str) -> bool:
    """Tell whether two characters are one, or forms of one.

    Those that are in no group are if they are read alike, and none of the two sets holds both.
    """
    if a == b:
        return True
    first, second = _ROOTS.get(a), _ROOTS.get(b)
    if first or second:
        return first == second
    ours, theirs = _sets_of(a), _sets_of(b)
    return bool(ours and theirs) and ours.isdisjoint(theirs) and ascii_of(a) == ascii_of(b)


@lru_cache(8192)
def _sets_of(character: str) -> frozenset[str]:
    found = set()
    for standard in _STANDARDS:
        try:
            character.encode(standard)
        except UnicodeEncodeError:
            continue
        found.add(standard)
    return frozenset(found)
