"""Every field of the offices' sheets is found by every word that heads it, however written."""

from __future__ import annotations

import pytest

from renewtrack.intake import headings
from renewtrack.intake.sheets import SheetCells

# The 103 fields and their words; a word may stand for two fields only where a head above decides.
WORDS = """
seq: 序号 编号 No. 项次
province: 省 省份
city: 市 地市 市州 设区市 城市
district: 区 区县 县(市、区) 县区 所属区 行政区
street: 街道 街道(镇) 镇街 街镇 乡镇 所属街道 街道办 所在街道 属地
community: 社区 居委会 社区居委会 所属社区 村(社区) 村居 所在社区
street_community: 所在街道及社区 街道社区 所属街道社区
grid: 网格 网格号 所属网格
area_code: 区划代码 行政区划代码 统计用区划代码
project_name: 项目名称 项目 工程名称 改造项目名称
project_code: 项目编号 项目代码 项目编码 统一代码 投资项目代码
batch: 批次 年度批次 计划批次 第几批
plan_year: 计划年度 年度 年份 改造年度 纳入计划年份
estate_name: 小区名称 小区 住宅小区 老旧小区名称 院落名称 楼院 家属院 片区名称 改造小区
estate_alias: 曾用名 别名 又名
estate_count: 小区数 小区个数 小区数量
address: 地址 坐落 详细地址 小区地址 位置 门牌号 地理位置 四至
lon: 经度 东经 lng X(经度)
lat: 纬度 北纬 Y(纬度)
coord_x: 北坐标X X坐标 纵坐标
coord_y: 东坐标Y Y坐标 横坐标
crs: 坐标系 坐标系统
bldg_no: 楼栋号 楼号 幢号 栋号 楼栋 楼幢号 楼宇名称
bldg_count: 楼栋数 栋数 幢数 楼宇数 楼数 单体楼数 涉及楼栋 改造栋数
unit_no: 单元号 单元 门洞 梯号 楼门
unit_count: 单元数 门洞数 楼门数
house_no: 房号 室号 户号 门牌
house_count: 户数 居民户数 总户数 住户 涉及户数 惠及户数 改造户数 套数
population: 人口 居民人数 常住人口 惠及人口
gfa: 建筑面积 总建筑面积 改造面积 面积 改造建筑面积 房屋面积
land_area: 占地面积 用地面积
year_built: 建成年代 建成年份 建成时间 建造年代 竣工年代 年代 建设年代
ownership: 产权性质 产权 房屋性质 产权类型 权属 产权单位性质
owner_unit: 产权单位 原产权单位 权属单位
structure: 结构类型 结构 房屋结构 建筑结构 结构形式
floors: 层数 楼层 地上层数 总层数
height: 建筑高度
danger_grade: 房屋安全等级 危房等级 鉴定等级 鉴定结论 安全等级
seismic: 抗震设防 设防烈度 抗震情况
heritage: 历史建筑 文物 保护建筑 历史文化
illegal: 违建 违法建设 违建面积
property_mgmt: 物业 物业公司 物业管理方式 有无物业 物业服务企业 物业模式
realestate_code: 不动产单元号 不动产单元代码 不动产编码
bldg_code: 房屋编码 房屋统一编码 建筑编号 普查编号
content: 改造内容 主要改造内容 建设内容 建设内容及规模 改造项目 工程内容
content_class: 改造类别 改造类型 类别 基础类完善类提升类
quantity: 工程量 数量 规模
unit: 单位 计量单位
invest_total: 总投资 项目总投资 计划投资 估算投资 概算 预算 投资额 计划总投资
invest_year: 年度投资 本年计划投资 年度计划投资
invest_month: 本月完成投资 当月完成投资 本期完成
invest_done: 累计完成投资 已完成投资 完成投资 累计投资
contract_price: 合同价 中标价 合同金额
settle_price: 结算价 审定价 决算
fund_central: 中央 中央补助 中央资金 中央财政 上级补助(中央) 保障性安居工程资金
fund_cbi: 中央预算内 中央预算内投资 预算内资金 发改资金
fund_ultra: 超长期特别国债 国债 特别国债
fund_province: 省 省级 省级补助 省财政
fund_city: 市 市级 市财政 市本级
fund_district: 区 区级 县级 区财政 区县配套
fund_bond: 专项债 专项债券 地方政府专项债券
fund_loan: 银行贷款 贷款 政策性贷款 融资
fund_resident: 居民 居民出资 居民自筹 业主出资 维修资金 公积金
fund_social: 社会资本 社会资金 企业投资 社会力量
fund_pipe: 管线单位 专营单位 管线单位出资
fund_owner: 产权单位出资 原产权单位
fund_other: 其他 其它
fund_total: 资金合计 资金来源/合计
fund_arrived: 到位资金 资金到位 已到位 下达资金
fund_paid: 支付资金 已支付 拨付 支出
start_plan: 计划开工 计划开工时间 拟开工 预计开工
start_actual: 开工时间 实际开工 开工日期 进场时间
finish_plan: 计划竣工 计划完工 预计完工 计划完成时限 完成时限 完工节点
finish_actual: 竣工时间 完工时间 实际完工 竣工日期
accept_date: 验收时间 竣工验收时间
handover_date: 移交时间
duration: 工期 建设年限 建设周期
status: 状态 项目状态 实施进度 建设状态 是否开工 是否完工 进展
progress: 形象进度 进度 工程进度 完成比例 进度% 目前进度 进展情况
lead_unit: 责任单位 牵头单位 责任部门 主管部门 包保单位 实施单位
owner_org: 建设单位 项目单位 业主单位 实施主体 项目法人
designer: 设计单位
contractor: 施工单位 施工企业 总包 中标单位
supervisor: 监理单位 监理
agent: 代建单位
leader: 责任人 负责人 项目负责人 包保领导
contact: 联系人 经办人 联络员
phone: 联系电话 电话 手机 联系方式
reporter: 填表人 填报人 审核人
resident_name: 户主 业主 产权人 姓名
id_no: 身份证号 证件号码 身份证
agree: 是否同意 同意 意愿 居民意见
agree_count: 同意户数
agree_rate: 同意率
booking_time: 预约时间 预约改造时间 入户时间
need: 个性化需求 需求 诉求
photo_before: 改造前照片 改造前
photo_after: 改造后照片 改造后
satisfaction: 满意度 评价
problem: 存在问题 困难 堵点 卡点
next_step: 下一步 下步计划 工作措施
livelihood: 民生实事 是否民生实事
remark: 备注 说明 附注
"""
BELOW_MONEY = {
    ("fund_province", "省"), ("fund_city", "市"), ("fund_district", "区"),
    ("fund_resident", "居民"),
    ("fund_owner", "原产权单位"), ("fund_other", "其他"), ("fund_other", "其它"),
}  # fmt: skip
# Other words of offices; _ stands for a blank.
OTHER_WORDS = """
street: 街道办事处名称 镇街 所属街办 街道/镇 街道、镇 乡镇（街道） 镇(街道) 街道/乡镇
    所属街道（镇） 街道(乡、镇) 所在街道（乡镇） 街镇名称 管辖街道 Street Subdistrict Sub-district
    街道名 所属乡镇 所属街(镇) 街乡镇 街道(地区)
community: 社区/村 所属社区（村） 社区居委 所属居委会 社区名 村/社区 Community
    Neighbourhood_committee 社区(居委会) 居(村)委会 居委会(社区)
street_community: 街道/社区 所属街道、社区 街道（社区） 所属街道及社区 街道—社区
district: 区（县） 区、县 所属区县 区/县 行政区划 District 县市区 区(市)县 所在区县 县（区）
estate_name: 小区（项目）名称 老旧小区名 项目（小区）名称 小区/院落名称 院落(小区)名称
    住宅小区名称 小区（楼院）名称 楼院名称 改造小区（楼栋）名称 点位名称 小区全称 Estate
    Estate_name Compound Residential_estate 拟改造小区 拟改造小区名称 改造点位 小区（片区）名称
    老旧小区（院落） 改造对象 家属院名称 宿舍名称
address: 小区详细地址 项目地址 项目位置 地址（门牌号） 具体位置 项目建设地点 建设地点 Address
    所在位置 所在地址 详细坐落 四至范围 坐落地址 小区地址(详细) 门牌地址 楼栋地址 房屋地址
    房屋坐落
year_built: 建成年代（年） 建成年度 竣工年份 建成日期 建筑年代 房屋年代 小区建成年代 小区建成时间
    建造时间 Year_built Built 始建年代 建成年月 修建年代 竣工年度 房屋建成年份 房屋建成时间
    楼龄起始年份
bldg_count: 栋数（栋） 楼栋数量 楼幢数（幢） 改造楼栋 改造幢数 楼栋(栋) 总楼栋数 涉及楼栋数（栋）
    楼数（栋） Buildings No._of_buildings Number_of_buildings 房屋栋数 住宅楼数 单体楼（栋）
    总幢数 改造楼栋数(栋) 楼栋总数（幢） 拟改造栋数 涉及幢数 改造房屋栋数 住宅楼(栋)
house_count: 户数（户） 总户数（户） 改造户数（户） 住宅户数 涉及居民户数 居民户数（户）
    受益居民户数 Households No._of_households Number_of_households 惠及居民（户） 涉及居民（户）
    受益户数（户） 住户数 居民（户） 家庭户数 拟改造户数 改造居民户数 住宅套数 房屋套数
population: 人口数（人） 居民人口 居住人数 受益人数 Population 居住人口（人） 总人口 住户人数
    惠及居民人数
gfa: 建筑面积（万㎡） 总建筑面积（万平方米） 建筑面积(m2) 房屋建筑总面积 改造建筑面积（㎡）
    改造面积（万平方米） 建面 建筑面积/万㎡ 建筑面积㎡ 建筑面积_万㎡ Floor_area GFA
    Gross_floor_area GFA_(m2) 涉及面积 住宅面积 改造建筑总面积 建筑规模 小区面积 拟改造面积
    楼栋建筑面积 总面积 建筑面积（平方米）
land_area: 用地面积（㎡） 占地面积（亩） 小区占地 Land_area 用地规模
ownership: 产权情况 权属性质 产权类别 房产性质 Ownership 住房性质 产权形式
property_mgmt: 物业管理情况 物业服务情况 物业管理类型 有无物业管理 是否有物业 Property_management
    物业服务模式 管理模式 物业管理单位
structure: 结构 结构类别 建筑结构类型 Structure 房屋结构形式 楼房结构 主体结构类型 结构体系
floors: 层数（层） 地上层数（层） 楼层数（层） Storeys Floors Number_of_floors 楼房层数
    建筑层数（层） 总层数（层）
unit_count: 单元数（个） 单元数量 楼栋单元数 单元个数 Stairwells
height: 建筑高度（m） 建筑高度(米) 檐高 Height
danger_grade: 鉴定等级（A/B/C/D） 危险等级 安全鉴定结果 房屋安全鉴定等级 房屋安全鉴定结论
    危险性鉴定等级 危房鉴定等级 安全性等级 Danger_grade 鉴定级别 房屋危险性等级
bldg_no: 楼栋编号 楼栋 楼号/幢号 幢号（楼号） 栋号（楼号） 楼栋名 Building Building_no. 楼栋号码
    楼座 楼幢号 楼房编号 幢(栋)号 楼栋（幢）号 自然楼号 楼牌号
content: 改造内容（项目） 主要改造内容及规模 改造建设内容 主要内容 改造主要内容 Works
    Scope_of_works 项目建设内容及规模 建设规模及内容 建设规模和内容 建设规模与内容
    主要建设内容及规模 改造项 拟改造内容 计划改造内容 实施改造内容
invest_total: 总投资（万元） 计划总投资（万元） 项目总投资(万元) 概算总投资（万元） 投资概算
    投资估算（万元） 估算总投资 计划投资额 预计投资 预计总投资 预算金额 总投资额（亿元）
    Total_investment Total_investment_(10,000_yuan) Budget 投资总额（元） 项目投资 拟投资 改造资金
    总概算 投资（万元） 改造投资 工程总投资 项目预算 工程概算 匡算投资 总造价
invest_done: 累计完成投资（万元） 已完成投资额 累计完成投资额（万元） 完成投资额 累计已完成投资
    截至目前完成投资 实际完成投资 Invested_to_date 开工以来累计完成投资 自开工累计完成投资
    目前已完成投资 累计投资完成额 已投资
invest_year: 本年度投资 年度计划投资（万元） 2025年计划投资 当年投资计划 今年计划投资 年度投资计划
    本年投资计划
invest_month: 本月投资 本月完成投资（万元） 当月投资 本月完成
start_plan: 计划开工时间 计划开工日期 预计开工时间 拟开工时间 开工计划 计划开工（年月）
    计划开工年月 Planned_start 开工时间（计划） 计划开工节点 应开工时间 开工时限 计划进场时间
    开工时间(预计)
start_actual: 开工时间 实际开工时间 开工日期（实际） Actual_start 开工时间（实际） 实际开工年月
    开工年月 进场日期 实际进场时间 已开工时间
finish_plan: 计划完工时间 预计竣工时间 计划完工日期 计划竣工（年月） Planned_finish
    竣工时间（计划） 完工时限 完成时限 预计完工日期 计划竣工节点 预计完成日期 计划完成日期
    拟完工时间 拟竣工时间 完工时间（预计） 合同竣工时间 计划建成时间
finish_actual: 实际完工时间 竣工时间（实际） 实际竣工年月 完工日期 Actual_finish 完工时间（实际）
    实际完工日期 完工年月 竣工年月
accept_date: 验收日期 竣工验收日期 完成验收时间 Accepted_on 联合验收时间
handover_date: 移交日期 Handed_over_on 交付日期 移交物业时间
status: 项目状态 改造状态 当前状态 进展状态 建设进展 Status 目前状态 项目所处阶段 所处阶段
    实施阶段 建设阶段 当前进展 工作状态 开工情况 开（完）工情况
progress: 形象进度（%） 工程形象进度（%） 完成进度（%） 施工进度（%） 完成率 目前形象进度 Progress
    Progress_(%) 进度（%） 完成比例（%） 当前形象进度 截至目前形象进度 总体进度 实际进度
    工程进度（%） 形象进度%
lead_unit: 责任单位（部门） 牵头责任单位 责任主体 牵头部门 Responsible_unit 包保责任单位 主责单位
owner_org: 建设单位（业主） 实施主体单位 项目业主 建设单位名称 Client 代建/建设单位 项目实施主体
    改造实施主体
contractor: 施工单位名称 施工方 总承包单位 施工总包单位 Contractor EPC单位 承建单位 承包单位
supervisor: 监理单位名称 监理方 Supervisor 监理公司
designer: 设计单位名称 设计方 设计院 Designer 勘察设计单位
leader: 项目责任人 责任人姓名 责任领导 项目经理 包保责任人 Person_in_charge
contact: 联系人及职务 项目联系人 联络人 Contact 经办人姓名
phone: 联系电话（手机） 联系人电话 手机号码 联系方式（电话） Telephone Phone Mobile 电话（手机）
    责任人电话 移动电话 联系手机
problem: 存在问题 存在的主要问题 问题及困难 目前存在问题 Problems 存在的困难和问题 需协调问题
    需协调解决的问题 困难和问题 主要困难 存在问题及建议
next_step: 下一步工作计划 下步工作打算 下一步措施 Next_step 下月计划 下步安排 拟采取措施
remark: 备注说明 备_注 Remarks Notes Remark 其他说明 备注信息
seq: 序 序_号 No NO. № Seq 项号
plan_year: 计划年度 改造计划年度 列入计划年份 任务年度 项目年度 Plan_year Year 实施年度 实施年份
project_name: 项目名 工程项目名称 Project Project_name 工程名 改造工程名称
project_code: 项目代码（国家编码） 立项编号 Project_code 国家编码 项目赋码
batch: 批次 改造批次 实施批次 Batch 所属批次
fund_arrived: 到位资金（万元） 资金到位额 累计到位资金 已到位资金（万元） 到位金额 实际到位资金
fund_paid: 已支付资金 累计支付资金 已拨付资金 资金支付 支付金额 累计拨付 支出金额
fund_total: 资金来源合计 资金来源小计 资金总额 筹措资金合计
lon: 经度 经度(°) 经度(E) 东经（°） 中心经度 Lon Lng Longitude 经度（百度） X（经度） GPS经度
    经度_WGS84
lat: 纬度 纬度(N) 北纬（°） 中心纬度 Lat Latitude Y（纬度） 纬度_gcj02
coord_x: X坐标 X（北） 北坐标 纵坐标X X坐标（CGCS2000） CGCS2000_X X（m） Northing 北坐标（X）
    纵坐标（X） 大地坐标X X(纵坐标) N坐标 北向坐标
coord_y: Y坐标 Y（东） 东坐标 横坐标Y Y坐标（2000） CGCS2000_Y Y（m） Easting 东坐标（Y）
    横坐标（Y） 大地坐标Y Y(横坐标) E坐标 东向坐标
"""
NOTHING = """
    低保户数 已签约户数 地下建筑面积 公共建筑面积 车位数 本年完成投资 今年累计完成投资 投资完成率
    投资主体 物业费 单元楼层 电梯数量 拨付时间 住户姓名 开工面积 完工面积 开工户数 完工栋数
    2025年完成投资 10月完成投资 1-10月完成投资 资金到位率 投资完成比例 道路面积 绿化面积 外墙面积
    物业用房面积 户均面积 人均面积 老年人口 60岁以上人口 责任人职务 电话费 资金类别 项目类别
    计划验收时间 计划移交时间 小区类型 占比 计划 实际 时间 金额
"""
STACKED = """
资金来源（万元）>合计 fund_total
资金来源>小计 fund_total
投资（万元）>合计 invest_total
投资>计划 invest_total
投资（万元）>累计完成 invest_done
开工>计划 start_plan
开工时间>计划 start_plan
开工时间>计划时间 start_plan
开工>时间 start_actual
竣工>实际 finish_actual
完工>计划 finish_plan
计划>开工时间 start_plan
计划时间>开工 start_plan
实际时间>竣工 finish_actual
计划>投资 invest_total
建筑>面积（㎡） gfa
占地>面积 land_area
道路>面积 -
绿化>面积 -
改造>面积 gfa
小区基本情况>面积 gfa
小区基本情况>户数 house_count
基本情况>楼栋 bldg_no
联系人>电话 phone
联系人>姓名 contact
责任人>电话 phone
设计单位>电话 -
施工单位>电话 -
施工单位>名称 contractor
建设单位>名称 owner_org
小区>名称 estate_name
项目>名称 project_name
街道>名称 street
楼栋>数量 bldg_count
投资>进度 -
资金>进度 -
工程>进度 progress
形象>进度 progress
施工>进度 progress
验收>时间 accept_date
移交>日期 handover_date
移交>时间 handover_date
鉴定>等级 danger_grade
结构>类型 structure
产权>性质 ownership
建成>时间 year_built
建成>年份 year_built
拨付>时间 -
拨付>金额 fund_paid
到位>金额 fund_arrived
改造规模>户数（户） house_count
改造规模>栋数 bldg_count
改造规模>面积 gfa
改造规模>建筑面积（万㎡） gfa
涉及规模>小区数 estate_count
加装电梯>数量 -
加装电梯>部 -
停车位>数量 -
总投资（万元）>其中>中央 fund_central
总投资（万元）>其中：中央 fund_central
总投资>小计 invest_total
计划总投资（万元）>合计 invest_total
计划总投资>中央资金 fund_central
资金来源>省级>到位 fund_arrived
资金来源>中央>计划 fund_central
坐标>X coord_x
坐标>Y coord_y
坐标>经度 lon
坐标（CGCS2000）>北坐标 coord_x
位置>经度 lon
投资完成情况>累计完成投资 invest_done
投资完成情况>本月完成投资 invest_month
投资完成情况>完成率 -
资金来源>占比 -
一、小区情况>1.街道 street
一、小区情况>2.小区名称 estate_name
三、资金来源（万元）>（1）中央 fund_central
三、资金来源（万元）>（5）合计 fund_total
四、开工时间>①计划 start_plan
四、竣工时间>②实际 finish_actual
"""
MONEY_HEADS = (
    "资金来源（万元）",
    "资金筹措",
    "投资来源",
    "二、资金来源",
    "其中：资金来源",
    "计划投资（万元）",
)
WRITTEN = (
    "{}", "1.{}", "（一）{}", "12 {}", "二、{}", "①{}", "[3]{}", "{}*", "*{}（必填）",
    "{}（选填）", "{}：", "{}①", " {}\n",
)  # fmt: skip


def listed(table: str) -> list[tuple[str, str]]:
    found, key = [], ""
    for word in table.split():
        if word.isascii() and word.endswith(":"):
            key = word.removesuffix(":")
        else:
            found.append((key, word))
    return found


def field(*heads: str) -> str | None:
    rows = tuple((words,) for words in heads)
    (column,) = headings.columns(SheetCells("x", rows), range(len(rows)))
    return column.field


def test_the_table_has_103_fields() -> None:
    assert len({key for key, _ in listed(WORDS)}) == 103


@pytest.mark.parametrize("written", WRITTEN)
def test_every_word_heads_its_field_however_it_is_written(written: str) -> None:
    wrong = []
    for key, word in listed(WORDS):
        *above, leaf = word.split("/")
        if (key, word) in BELOW_MONEY:
            above = [MONEY_HEADS[0]]
        if (found := field(*above, written.format(leaf))) != key:
            wrong.append((key, word, found))
    assert wrong == []


@pytest.mark.parametrize("head", MONEY_HEADS)
def test_every_source_of_money_is_known_below_a_head_of_money(head: str) -> None:
    sources = [
        (key, word)
        for key, word in listed(WORDS)
        if key.startswith("fund_") and key not in ("fund_total", "fund_arrived", "fund_paid")
    ]
    for ending in ("", "（万元）"):
        assert [(key, word) for key, word in sources if field(head, word + ending) != key] == []


def test_other_words_of_offices_head_their_fields() -> None:
    words = [
        (key, word.replace("_", " ").replace("CGCS2000 ", "CGCS2000_"))
        for key, word in listed(OTHER_WORDS)
    ]
    assert [(key, word, field(word)) for key, word in words if field(word) != key] == []


def test_what_only_sounds_like_a_field_is_left_alone() -> None:
    assert {word: field(word) for word in NOTHING.split() if field(word)} == {}


@pytest.mark.parametrize("line", STACKED.split("\n")[1:-1])
def test_what_stands_above_decides(line: str) -> None:
    heads, _, key = line.rpartition(" ")
    assert field(*heads.split(">")) == (None if key == "-" else key)
