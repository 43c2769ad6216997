#include "knowledge/official_rules.h"

#include <array>

namespace yishou::knowledge {
namespace {

// By number, 1–88.
constexpr std::array<std::string_view, 88> kNames{"药品限工伤保险",
                                                  "药品限生育保险",
                                                  "中药饮片单复方均不予支付",
                                                  "中药饮片单方使用不予支付",
                                                  "药品限二线使用",
                                                  "药品限新生儿使用",
                                                  "药品限儿童使用",
                                                  "药品限适应症",
                                                  "药品限最大开药天数/开药量",
                                                  "药品限支付疗程",
                                                  "药品超限定病种目录范围使用",
                                                  "药品限医疗机构级别",
                                                  "药品限就医方式",
                                                  "医疗服务项目超限定单价收费",
                                                  "手术项目未按规定折价收费",
                                                  "医疗服务项目限工伤保险",
                                                  "医疗服务项目限生育保险",
                                                  "医疗服务项目限新生儿使用",
                                                  "医疗服务项目限儿童使用",
                                                  "医疗服务项目限适应症",
                                                  "医疗服务项目限科室使用",
                                                  "医疗服务项目限就医方式",
                                                  "医疗服务项目限支付疗程",
                                                  "医疗服务项目限医疗机构级别",
                                                  "医疗服务项目重复收费",
                                                  "医疗服务项目分解收费",
                                                  "医疗服务项目限定频次",
                                                  "医疗服务项目超限定报销总额",
                                                  "医疗服务项目限年龄",
                                                  "医疗服务项目与医用耗材重复收费",
                                                  "医疗服务项目周期超频次",
                                                  "耗材限新生儿使用",
                                                  "耗材限儿童使用",
                                                  "耗材超限定报销总额",
                                                  "医保结算清单信息异常",
                                                  "结算明细信息异常",
                                                  "疾病诊断编码异常",
                                                  "手术操作编码异常",
                                                  "手术操作编码与性别不符",
                                                  "诊断编码与手术操作编码不符",
                                                  "就诊数据非实时上传监管",
                                                  "计费日期与住院时间不符",
                                                  "药品进销存异常",
                                                  "围手术期抗菌药物预防性应用监管",
                                                  "抗菌药物分级使用管理",
                                                  "药品种类超标",
                                                  "超互联网医院药品支付范围",
                                                  "医用耗材进销存异常",
                                                  "分解住院",
                                                  "频繁门诊",
                                                  "频繁购药",
                                                  "频繁住院",
                                                  "无指征住院（低标准入院）",
                                                  "诊断与患者性别不符",
                                                  "诊断与患者年龄不符",
                                                  "药费占比统计",
                                                  "检验检查占比统计",
                                                  "耗材占比统计",
                                                  "治疗占比统计",
                                                  "CT检查占比统计",
                                                  "核磁检查占比统计",
                                                  "院内感染发生率统计",
                                                  "非计划再入院率统计",
                                                  "药品与医疗服务项目不符",
                                                  "药品儿童专用",
                                                  "药品儿童禁用",
                                                  "药品区分性别使用",
                                                  "超说明书用量开药",
                                                  "重复开药",
                                                  "超说明书适应症用药",
                                                  "药品禁忌症",
                                                  "老年人用药安全",
                                                  "妊娠期及哺乳期用药安全",
                                                  "药品相互作用",
                                                  "中药饮片配伍禁忌",
                                                  "中药饮片超大处方",
                                                  "中药饮片超量上传",
                                                  "无指征检验检查",
                                                  "无指征治疗",
                                                  "医疗服务项目儿童专用",
                                                  "医疗服务项目区分性别使用",
                                                  "医疗服务项目禁忌症",
                                                  "医疗服务项目超适应症使用",
                                                  "医用耗材与医疗服务项目不符",
                                                  "医用耗材与科室不符",
                                                  "医用耗材数量超标",
                                                  "医用耗材与性别不符",
                                                  "医用耗材限疾病使用"};

}  // namespace

std::uint16_t rule_of_name(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<std::uint16_t>(i + 1);
  }
  return 0;
}

std::uint16_t rule_named_in(std::string_view text) noexcept {
  std::uint16_t found = 0;
  std::size_t length = 0;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i].size() > length && text.find(kNames[i]) != std::string_view::npos) {
      found = static_cast<std::uint16_t>(i + 1);
      length = kNames[i].size();
    }
  }
  return found;
}

std::string_view rule_name(std::uint16_t rule) noexcept {
  return rule >= 1 && rule <= kNames.size() ? kNames[rule - 1] : std::string_view{};
}

}  // namespace yishou::knowledge
