#include "simulate/schemes.h"

#include <fmt/format.h>

#include "simulate/tables.h"

namespace yishou::simulate {

void plant_schemes(const City& city, Ledger& ledger, Life& life) {
  Planter planter(city, ledger, life, 5);
  plant_policy(planter);
  plant_behaviour(planter);
  plant_fraud(planter);
  plant_counters(planter);
}

std::string truth_row(const Truth& t) {
  std::string lines;
  for (const std::uint64_t line : t.lines) {
    if (!lines.empty()) lines += ';';
    lines += number_text(line);
  }
  return fmt::format("{},{},{},{},{},{},{},{},{},{}\n", t.scheme, t.subject_kind, t.subject,
                     t.rule > 0 ? std::to_string(t.rule) : std::string{},
                     t.visit != 0 ? number_text(t.visit) : std::string{}, lines, format_second(t.begin),
                     format_second(t.end), format_decimal(t.amount, kFenScale), t.benign);
}

std::string_view local_points() {
  return R"(rule_no,point_id,code,name,value,value_name,num,num2,unit,scope,valid_from,valid_to,region,basis
5,CITY-5-1,XA02BCA084A012010100453,艾普拉唑肠溶片,XA02BC,质子泵抑制剂,90,,天,,,,,模拟城市地方知识：二线药品的一线药品与回溯天数
5,CITY-5-2,XS01EEL010G010010100225,拉坦前列素滴眼液,XS01ED,β受体阻滞剂滴眼液,90,,天,,,,,模拟城市地方知识：二线药品的一线药品与回溯天数
8,CITY-8-1,XG04CBF019A001010100030,非那雄胺片,N40,前列腺增生,,,,,,,,模拟城市地方知识：限定支付范围对应的诊断编码
8,CITY-8-2,XA10BJL326B002010101523,利拉鲁肽注射液,E11,2型糖尿病,,,,,,,,模拟城市地方知识：限定支付范围对应的诊断编码
8,CITY-8-3,XB03XAL373E001010100177,罗沙司他胶囊,N18,慢性肾脏病,,,,,,,,模拟城市地方知识：限定支付范围对应的诊断编码
8,CITY-8-4,XC09DXS255A001010101606,沙库巴曲缬沙坦钠片,I50;I10,心力衰竭;高血压,,,,,,,,模拟城市地方知识：限定支付范围对应的诊断编码
8,CITY-8-5,XM01AET056V006010104942,酮洛芬凝胶贴膏,M15;M16;M17;M18;M19,骨关节炎,,,,,,,,模拟城市地方知识：限定支付范围对应的诊断编码
8,CITY-8-6,XA02BCA084A012010100453,艾普拉唑肠溶片,K21;K26,反流性食管炎;十二指肠溃疡,,,,,,,,模拟城市地方知识：限定支付范围对应的诊断编码
44,CITY-44-1,06.3,甲状腺病损切除术,XJ01DB;XJ01DC,一二代头孢菌素,24,,小时,,,,,模拟城市地方知识：清洁手术预防用药
)";
}

}  // namespace yishou::simulate
