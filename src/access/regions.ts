/** A region as the hub knows it. Days are inclusive; null means no limit known on that side. */
export interface Region {
  readonly code: string;
  readonly name: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

/** The year-end list the county level was compared with. A newer list gets new rows and a new version. */
export const REGIONS_VERSION = "2025-12-31";

/** Code, name, and the years in which the code entered or left the published lists, where that was since 2013. */
type Row = readonly [code: string, name: string, enteredIn?: number | null, leftIn?: number];

// Reference data of one province, taken from published lists: enough to run a county's centre and to test with, and
// no authority on its own. A centre elsewhere, or one that needs every town, brings its own table.
const COUNTY_LEVEL_AND_ABOVE: readonly Row[] = [
  ["330000", "浙江省"],
  ["330100", "杭州市"],
  ["330102", "上城区"],
  ["330103", "下城区", null, 2021],
  ["330104", "江干区", null, 2021],
  ["330105", "拱墅区"],
  ["330106", "西湖区"],
  ["330108", "滨江区"],
  ["330109", "萧山区"],
  ["330110", "余杭区"],
  ["330111", "富阳区", 2014],
  ["330112", "临安区", 2017],
  ["330113", "临平区", 2021],
  ["330114", "钱塘区", 2021],
  ["330122", "桐庐县"],
  ["330127", "淳安县"],
  ["330182", "建德市"],
  ["330183", "富阳市", null, 2014],
  ["330185", "临安市", null, 2017],
  ["330200", "宁波市"],
  ["330203", "海曙区"],
  ["330204", "江东区", null, 2016],
  ["330205", "江北区"],
  ["330206", "北仑区"],
  ["330211", "镇海区"],
  ["330212", "鄞州区"],
  ["330213", "奉化区", 2016],
  ["330225", "象山县"],
  ["330226", "宁海县"],
  ["330281", "余姚市"],
  ["330282", "慈溪市"],
  ["330283", "奉化市", null, 2016],
  ["330300", "温州市"],
  ["330302", "鹿城区"],
  ["330303", "龙湾区"],
  ["330304", "瓯海区"],
  ["330305", "洞头区", 2015],
  ["330322", "洞头县", null, 2015],
  ["330324", "永嘉县"],
  ["330326", "平阳县"],
  ["330327", "苍南县"],
  ["330328", "文成县"],
  ["330329", "泰顺县"],
  ["330381", "瑞安市"],
  ["330382", "乐清市"],
  ["330383", "龙港市", 2019],
  ["330400", "嘉兴市"],
  ["330402", "南湖区"],
  ["330411", "秀洲区"],
  ["330421", "嘉善县"],
  ["330424", "海盐县"],
  ["330481", "海宁市"],
  ["330482", "平湖市"],
  ["330483", "桐乡市"],
  ["330500", "湖州市"],
  ["330502", "吴兴区"],
  ["330503", "南浔区"],
  ["330521", "德清县"],
  ["330522", "长兴县"],
  ["330523", "安吉县"],
  ["330600", "绍兴市"],
  ["330602", "越城区"],
  ["330603", "柯桥区", 2013],
  ["330604", "上虞区", 2013],
  ["330621", "绍兴县", null, 2013],
  ["330624", "新昌县"],
  ["330681", "诸暨市"],
  ["330682", "上虞市", null, 2013],
  ["330683", "嵊州市"],
  ["330700", "金华市"],
  ["330702", "婺城区"],
  ["330703", "金东区"],
  ["330723", "武义县"],
  ["330726", "浦江县"],
  ["330727", "磐安县"],
  ["330781", "兰溪市"],
  ["330782", "义乌市"],
  ["330783", "东阳市"],
  ["330784", "永康市"],
  ["330800", "衢州市"],
  ["330802", "柯城区"],
  ["330803", "衢江区"],
  ["330822", "常山县"],
  ["330824", "开化县"],
  ["330825", "龙游县"],
  ["330881", "江山市"],
  ["330900", "舟山市"],
  ["330902", "定海区"],
  ["330903", "普陀区"],
  ["330921", "岱山县"],
  ["330922", "嵊泗县"],
  ["331000", "台州市"],
  ["331002", "椒江区"],
  ["331003", "黄岩区"],
  ["331004", "路桥区"],
  ["331021", "玉环县", null, 2017],
  ["331022", "三门县"],
  ["331023", "天台县"],
  ["331024", "仙居县"],
  ["331081", "温岭市"],
  ["331082", "临海市"],
  ["331083", "玉环市", 2017],
  ["331100", "丽水市"],
  ["331102", "莲都区"],
  ["331121", "青田县"],
  ["331122", "缙云县"],
  ["331123", "遂昌县"],
  ["331124", "松阳县"],
  ["331125", "云和县"],
  ["331126", "庆元县"],
  ["331127", "景宁畲族自治县"],
  ["331181", "龙泉市"],
];

// The towns of 平湖, as a sample of the nine-digit level. Codes of towns change often and are no longer published.
const TOWNS_OF_PINGHU: readonly Row[] = [
  ["330482001", "当湖街道"],
  ["330482002", "钟埭街道"],
  ["330482003", "曹桥街道"],
  ["330482101", "乍浦镇"],
  ["330482102", "新埭镇"],
  ["330482103", "新仓镇"],
  ["330482106", "广陈镇"],
  ["330482107", "林埭镇"],
  ["330482108", "独山港镇"],
];

/** Retired codes stay: old records and old identity numbers are full of them. */
export const REGIONS: readonly Region[] = [...COUNTY_LEVEL_AND_ABOVE, ...TOWNS_OF_PINGHU].map(toRegion);

/** The lists tell the year only, so both ends are rounded outwards: a code is never called invalid while it was in use. */
function toRegion([code, name, enteredIn, leftIn]: Row): Region {
  return {
    code,
    name,
    validFrom: enteredIn ? `${enteredIn}-01-01` : null,
    validTo: leftIn ? `${leftIn}-12-31` : null,
  };
}

const BY_CODE: ReadonlyMap<string, Region> = new Map(REGIONS.map((region) => [region.code, region]));

/** The region of that code, in force or retired; undefined for a code the table does not hold. */
export function findRegion(code: string): Region | undefined {
  return BY_CODE.get(code);
}
