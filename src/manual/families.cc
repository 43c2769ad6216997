#include "manual/families.h"

#include <algorithm>

namespace yishou::manual {
namespace {

using Number = std::uint16_t;
constexpr Number kInsurance[] = {1, 2, 16, 17};
constexpr Number kPieces[] = {3, 4, 75, 76, 77};
constexpr Number kAge[] = {6, 7, 18, 19, 29, 32, 33, 65, 66, 72, 80};
constexpr Number kSex[] = {67, 81, 87};
constexpr Number kLevel[] = {12, 24};
constexpr Number kVisitType[] = {13, 22, 47};
constexpr Number kDepartment[] = {21, 85};
constexpr Number kIndication[] = {8, 11, 20, 70, 71, 78, 79, 82, 83, 88};
constexpr Number kPrice[] = {14, 15, 28, 34};
constexpr Number kFrequency[] = {10, 23, 27, 31, 86};
constexpr Number kDuplicates[] = {25, 26, 30, 69};
constexpr Number kPrescriptions[] = {9, 46, 68};
constexpr Number kRational[] = {5, 44, 45, 73, 74};
constexpr Number kMatching[] = {64, 84};
constexpr Number kCoding[] = {37, 38, 39, 40, 54, 55};
constexpr Number kStays[] = {42, 49, 50, 51, 52, 53};
constexpr Number kSettlement[] = {35, 36, 41};
constexpr Number kStock[] = {43, 48};
constexpr Number kIndicators[] = {56, 57, 58, 59, 60, 61, 62, 63};

// clang-format off
constexpr Family kFamilies[] = {
    {"insurance", "限险种", "Insurance type",
     "只有某一险种支付的药品与项目。", "Payable by one kind of insurance only.", kInsurance},
    {"pieces", "中药饮片", "Decoction pieces",
     "不予支付、不得单用、不得同用与超量的饮片。",
     "Pieces that are never payable, not alone, not together, or not in such amounts.", kPieces},
    {"age", "年龄", "Age",
     "限某一年龄段、禁用于儿童、老年人慎用；年龄取费用发生日。",
     "For an age only, not for children, with care in old age; the age is that of the day of the fee.", kAge},
    {"sex", "性别", "Sex",
     "只用于一种性别；性别不详、矛盾者不判。",
     "For one sex only; an unknown or contradictory sex is not judged.", kSex},
    {"level", "医疗机构级别", "Level of the institution",
     "低于所限级别的机构收取。", "Billed by an institution below the level.", kLevel},
    {"visit_type", "就医方式", "Kind of visit",
     "只在住院、急诊、门诊等某一就医方式下支付。", "Payable in one kind of visit only.", kVisitType},
    {"department", "科室", "Department",
     "只由所列科室开具。", "Ordered by the listed departments only.", kDepartment},
    {"indication", "适应症与病种", "Indications and diseases",
     "须有、或不得有某类诊断。", "A diagnosis is needed, or forbidden.", kIndication},
    {"price", "价格与总额", "Prices and amounts",
     "单价、折价与报销总额。", "Unit prices, discounts and reimbursed amounts.", kPrice},
    {"frequency", "频次、数量与疗程", "Frequency, numbers and courses",
     "在一段时间内至多若干次、若干天；恰好达到不算超限。",
     "At most so often or so long in a span; exactly reached is honest.", kFrequency},
    {"duplicates", "重复与分解", "Charged twice, or in parts",
     "一项已含另一项，或同类药品同用。", "One item contains the other, or two drugs of a class overlap.", kDuplicates},
    {"prescriptions", "处方", "Prescriptions",
     "一张处方的天数、品种与剂量。", "Days, kinds and doses of one prescription.", kPrescriptions},
    {"rational_use", "合理用药", "Rational use",
     "二线用药、抗菌药物、妊娠与相互作用；均为可疑，不是认定。",
     "Second-line drugs, antibacterials, pregnancy, interactions: suspicions, not verdicts.", kRational},
    {"matching", "药品、耗材与项目相符", "Drugs and consumables without their service",
     "须有相应项目方可收取。", "Billed without the service that they belong to.", kMatching},
    {"coding", "诊断与手术编码", "Diagnoses and operations",
     "编码与性别、年龄、收费及彼此是否相符。", "Codes against sex, age, charges and each other.", kCoding},
    {"stays", "住院与就诊行为", "Stays and visits",
     "分解住院、低标准入院、频繁就诊。", "Split stays, stays without need, too many visits.", kStays},
    {"settlement_list", "结算清单与上传", "Settlement lists and uploads",
     "一张清单自身是否相符、是否按时上传。", "Whether a list agrees with itself and came in time.", kSettlement},
    {"stock", "进销存", "Stock",
     "卖出的多于进货与库存。", "More was sold than was bought and in stock.", kStock},
    {"indicators", "指标", "Indicators",
     "与同月同级机构相比；只是线索。", "An institution's month beside its peers; a lead, no more.", kIndicators},
};
// clang-format on

}  // namespace

std::span<const Family> families() { return kFamilies; }

const Family* family_of(std::uint16_t number) {
  for (const Family& family : kFamilies) {
    if (std::ranges::find(family.numbers, number) != family.numbers.end()) return &family;
  }
  return nullptr;
}

}  // namespace yishou::manual
