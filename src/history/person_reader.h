// PersonReader: lays a person's image into a block, as the lake's reader lays the same rows (lake/part_reader.h): one reading
// of the facts, so that a verdict does not depend on where they were kept.
#pragma once

#include <string_view>
#include <vector>

#include "history/image.h"
#include "lake/institutions.h"
#include "model/block.h"

namespace yishou::history {

/// Used by one thread.
class PersonReader {
 public:
  /// Both must outlive it. `codes` grows with codes of items and institutions that are new to it.
  PersonReader(model::Dictionaries& codes, const lake::Institutions& institutions);

  /// Adds the person with the rows of `image` as the last person of `block`. Texts of the block view the image's bytes. Derived
  /// columns are left to rules::lay_ground.
  void append(std::string_view psn_no, const ImageView& image, model::ClaimBlock& block);

  /// The id of an institution's code, with its facts known.
  [[nodiscard]] model::CodeDictionary::Id institution(std::string_view code);
  /// The person's visit of that id in the block's last person; made, with nothing known, when there is none.
  [[nodiscard]] static model::Index visit_of(std::string_view mdtrt_id, model::CodeDictionary::Id no_institution,
                                             model::ClaimBlock& block);
  [[nodiscard]] model::CodeDictionary::Id no_institution() const { return no_institution_; }

  /// `text` as codes of diagnoses and departments are compared (model::plain_code); kept by the block when it changes.
  [[nodiscard]] static std::string_view upper(std::string_view text, model::ClaimBlock& block);

 private:
  void read_person(const ImageView& image, model::ClaimBlock& block);
  void read_visits(const ImageView& image, model::ClaimBlock& block);
  void read_settlements(const ImageView& image, model::ClaimBlock& block);
  void read_diagnoses(const ImageView& image, model::ClaimBlock& block);
  void read_operations(const ImageView& image, model::ClaimBlock& block);
  void read_lines(const ImageView& image, model::ClaimBlock& block);
  [[nodiscard]] model::Index visit_of(std::int64_t text, const ImageView& image, model::ClaimBlock& block);
  [[nodiscard]] model::CodeDictionary::Id institution_of(std::int64_t text, const ImageView& image);
  [[nodiscard]] std::string_view word(std::int64_t text, const ImageView& image, model::ClaimBlock& block);

  model::Dictionaries& codes_;
  const lake::Institutions& institutions_;
  model::CodeDictionary::Id no_institution_, no_item_;
  // By text of the current image; what was looked up once is not again.
  std::vector<model::Index> visits_, settlements_;
  std::vector<model::CodeDictionary::Id> institution_ids_, item_ids_;
  std::vector<std::string_view> words_;
  std::vector<bool> word_known_;
};

}  // namespace yishou::history
