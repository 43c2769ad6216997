// PersonFacts: what is at hand of one person, read once, and which of it a scope sees.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "history/image.h"
#include "history/person_reader.h"
#include "history/store.h"
#include "identity/scope.h"
#include "model/block.h"
#include "server/places.h"

namespace yishou::server {

/// Used by one thread. Facts lie where their institution lies: a visit, a settlement and a line each have their own.
class PersonFacts {
 public:
  /// Empty for a person nothing is known of. Errors: of the store. `places` must outlive it.
  [[nodiscard]] static Result<std::unique_ptr<PersonFacts>> read(const history::HistoryStore& store,
                                                                 const Places& places, std::string_view psn_no);

  [[nodiscard]] bool empty() const { return block_.persons.empty(); }
  [[nodiscard]] const model::ClaimBlock& block() const { return block_; }
  [[nodiscard]] const model::Person& person() const { return block_.persons.front(); }
  [[nodiscard]] std::string_view institution_code(model::CodeDictionary::Id id) const {
    return codes_.institutions.text(id);
  }

  // Indexes of the block's rows that lie in the scope, the latest first; rows without a time come last.
  [[nodiscard]] std::vector<model::Index> visits(const identity::Scope& scope) const;
  [[nodiscard]] std::vector<model::Index> settlements(const identity::Scope& scope) const;
  [[nodiscard]] std::vector<model::Index> lines(const identity::Scope& scope) const;
  /// A line of that bkkp_sn in the scope; kNone when there is none.
  [[nodiscard]] model::Index line_of(std::string_view bkkp_sn, const identity::Scope& scope) const;

 private:
  explicit PersonFacts(const Places& places) : places_(places), reader_(codes_, places.surroundings().institutions) {}
  [[nodiscard]] std::vector<model::Index> latest_first(model::Range range, const identity::Scope& scope,
                                                       const std::vector<model::CodeDictionary::Id>& institutions,
                                                       const std::vector<Second>& times) const;

  const Places& places_;
  model::Dictionaries codes_;
  history::PersonReader reader_;
  history::HistoryStore::Reading reading_;  // keeps the bytes that the block views
  history::ImageView image_;
  model::ClaimBlock block_;
};

}  // namespace yishou::server
