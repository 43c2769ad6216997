// What is asked for of findings: the query of a request as a filter, and the same in words for the access log.
#pragma once

#include <initializer_list>
#include <string>

#include "base/result.h"
#include "cases/findings.h"
#include "identity/log.h"
#include "server/api.h"
#include "server/query_params.h"

namespace yishou::server {

struct FindingQuery {
  QueryParams params;
  cases::FindingFilter filter;
};

/// Parameters: rule, family, verdict, state, sev_deg, institution, region, psn_no, doctor, from, to, least, most, run, assigned,
/// text, gone, and `more`. kBadCall names the one that is wrong; kDenied: `psn_no` or `doctor` by a role that does not see them
/// whole, for which a search would tell what is masked.
[[nodiscard]] Result<FindingQuery> read_finding_query(const Call& call, std::initializer_list<std::string_view> more);

/// Sets what the record is about: the person when one is searched, else the search; and the search in words.
void describe_search(const Call& call, const cases::FindingFilter& filter, identity::Access& access);

}  // namespace yishou::server
