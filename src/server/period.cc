#include "server/period.h"

#include <algorithm>

namespace yishou::server {
namespace {

constexpr Day kMostDays = 3'660;

Result<Day> read_day(const QueryParams& params, std::string_view name) {
  YISHOU_TRY(const Second time, params.time(name));
  if (time == kNoSecond) return kNoDay;
  if (start_of(day_of(time)) != time) return refuse_param(name, "日期 YYYY-MM-DD");
  return day_of(time);
}

Day usual_end(const Call& call) {
  const auto volumes = call.app.volumes->current();
  const Day last = volumes == nullptr ? kNoDay : volumes->last_day();
  return (last == kNoDay ? day_of(call.now.beijing()) : last) + 1;
}

}  // namespace

Result<Period> read_period(const Call& call, const QueryParams& params, Day usual_days) {
  YISHOU_TRY(const Day from, read_day(params, "from"));
  YISHOU_TRY(const Day to, read_day(params, "to"));
  Period period{.from = from, .to = to};
  if (to == kNoDay) period.to = from == kNoDay ? usual_end(call) : std::max(usual_end(call), from + 1);
  if (from == kNoDay) period.from = period.to - usual_days;
  if (period.from >= period.to) return refuse_param("to", "晚于 from 的日期");
  if (period.days() > kMostDays) return refuse_param("from", "至多早于 to 十年的日期");
  return period;
}

}  // namespace yishou::server
