// The columns of a finding as the queries of this room read them.
#pragma once

#include <string_view>

namespace yishou::cases {

inline constexpr std::string_view kFindingColumns =
    "finding_id, rule_no, rule_version, knowledge_version, verdict, sev_deg, psn_sealed, doctor_sealed, institution, "
    "district, "
    "mdtrt_id, setl_id, begin_time, end_time, vola, fund, observed, limit_text, vola_cont, vola_evid, bkkp_sns, "
    "related_sns, "
    "state, assigned, gone, version, taken_at, changed_at, (SELECT run_id FROM finding_runs r WHERE r.run_no = "
    "f.run_no), id, "
    "coalesce((SELECT e.finding_id FROM finding_successions s JOIN findings e ON e.id = s.earlier WHERE s.later = "
    "f.id), ''), "
    "coalesce((SELECT l.finding_id FROM finding_successions s JOIN findings l ON l.id = s.later WHERE s.earlier = "
    "f.id), '')";
inline constexpr std::size_t kFindingIdColumn = 29;

}  // namespace yishou::cases
