// OrderReader: fsi_order_dtos, one order after the other, into the lines of a visit.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "gateway/analysis_request.h"
#include "gateway/field_values.h"
#include "gateway/json_tree.h"
#include "gateway/key_table.h"
#include "gateway/order_ids.h"
#include "model/proposal.h"
#include "model/text_arena.h"

namespace yishou::gateway {

/// kTooMuch: more of something than a request may hold.
[[nodiscard]] std::unexpected<Error> too_many(std::string_view what, std::string_view english, std::size_t limit);

/// Of one parser; one thread. Ids made for orders live in `arena`.
class OrderReader {
 public:
  explicit OrderReader(model::TextArena& arena);

  void begin_request() { orders_ = 0; }
  void begin_patient() { ids_.begin(); }
  /// Adds an order to `visit`, and to `patient.renamed` when its rx_id had to be changed. kTooMuch beyond kMaxOrders.
  [[nodiscard]] Status read(FieldValues& values, const JsonNode& node, ReadingNotes& notes, AnalysisPatient& patient,
                            model::ProposedVisit& visit);

 private:
  KeyTable keys_;
  OrderIds ids_;
  std::size_t orders_ = 0;
};

}  // namespace yishou::gateway
