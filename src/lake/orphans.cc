#include "lake/orphans.h"

#include <atomic>
#include <charconv>
#include <string_view>

#include <fmt/format.h>

#include "duck/duck.h"
#include "lake/files.h"
#include "lake/stage.h"

namespace yishou::lake {

Result<Orphans> count_orphans(const Manifest& manifest, const std::string& lake, std::vector<PartFiles>& engines) {
  const auto& lines = manifest.parts("fee_list_d");
  const auto& settlements = manifest.parts("setl_d");
  std::atomic<std::int64_t> lonely = 0, refunds = 0;
  std::atomic<unsigned> next = 0;
  const auto search = [&](unsigned thread, const std::atomic<bool>& stop) -> Status {
    duck::Connection& engine = engines[thread].connection();
    for (unsigned p = next++; p < manifest.person_parts && !stop; p = next++) {
      const bool any_settlement = p < settlements.size() && settlements[p].rows > 0;
      const std::string known =
          any_settlement ? fmt::format("read_parquet([{}])", duck::literal(lake + "/" + settlements[p].file)) : "";
      const auto count = [&](const std::string& sql, std::atomic<std::int64_t>& to) -> Status {
        YISHOU_TRY(const std::string text, engine.query_text(sql));
        std::int64_t n = 0;
        std::from_chars(text.data(), text.data() + text.size(), n);
        to += n;
        return {};
      };
      if (p < lines.size() && lines[p].rows > 0) {
        if (!any_settlement) {
          lonely += lines[p].rows;
        } else {
          YISHOU_CHECK_OK(
              count(fmt::format("SELECT count(*) FROM read_parquet([{}]) l ANTI JOIN (SELECT setl_id FROM {}) s "
                                "USING (setl_id)",
                                duck::literal(lake + "/" + lines[p].file), known),
                    lonely));
        }
      }
      if (any_settlement) {
        YISHOU_CHECK_OK(
            count(fmt::format("SELECT count(*) FROM {0} r ANTI JOIN (SELECT setl_id FROM {0}) s ON r.init_setl_id = "
                              "s.setl_id WHERE r.refd_setl_flag = '1'",
                              known),
                  refunds));
      }
    }
    return {};
  };
  YISHOU_CHECK_OK(in_parallel(static_cast<unsigned>(engines.size()), search));
  return Orphans{lonely, refunds};
}

}  // namespace yishou::lake
