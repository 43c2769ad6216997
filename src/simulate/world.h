// The fixed part of the city: districts, hospitals of three levels, clinics, pharmacies and their staff.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "simulate/random.h"

namespace yishou::simulate {

inline constexpr int kDistricts = 5;
inline constexpr Day kFirstCityDay = 20089;  ///< 2025-01-01, the first day of every city

/// kWard: special hospitals of rank 3 to which nobody goes by himself; the indicator schemes fill them for a month.
enum class Grade : std::uint8_t { kTertiary, kSecondary, kCentre, kClinic, kPharmacy, kWard };
inline constexpr std::size_t kGrades = 6;

struct Institution {
  std::string code, name;
  Grade grade;
  std::string_view level;  ///< hosp_lv
  int district;
  int beds;
  int physiotherapy,
      dressings;    ///< how often, in percent, an ordinary visit ends with them: every house has its habits
  int east, north;  ///< metres from the city's centre
  int first_doctor = 0, doctors = 0;  ///< its staff in World::doctors

  [[nodiscard]] int rank() const {
    return grade == Grade::kTertiary || grade == Grade::kWard ? 3 : grade == Grade::kSecondary ? 2 : 1;
  }
  [[nodiscard]] bool pharmacy() const { return grade == Grade::kPharmacy; }
};

struct Doctor {
  std::string code, name;
  int institution;
  std::string_view department;  ///< caty
  char title;                   ///< pro_tech_duty: 1 chief, 2 deputy chief, 3 attending, 4 resident, 5 pharmacist
  char antibiotics;             ///< antb_lv 1–3
};

/// Immutable once made; shared by all threads.
class World {
 public:
  World(std::uint64_t seed, std::int64_t persons, int months);

  [[nodiscard]] const std::vector<Institution>& institutions() const { return institutions_; }
  [[nodiscard]] const std::vector<Doctor>& doctors() const { return doctors_; }
  [[nodiscard]] const Institution& institution(int index) const {
    return institutions_[static_cast<std::size_t>(index)];
  }
  [[nodiscard]] const Doctor& doctor(int index) const { return doctors_[static_cast<std::size_t>(index)]; }
  /// Some institution of that grade: in the district if it has one, else anywhere.
  [[nodiscard]] int pick(Grade grade, int district, Random& random) const;
  /// A doctor of the department who sees patients alone (no resident); any other one if the department has none.
  [[nodiscard]] int pick_doctor(int institution, std::string_view department, Random& random) const;
  /// All institutions of a grade.
  [[nodiscard]] const std::vector<int>& of_grade(Grade grade) const {
    return by_grade_[static_cast<std::size_t>(grade)];
  }

  [[nodiscard]] Day first_day() const { return kFirstCityDay; }
  [[nodiscard]] Day last_day() const { return last_day_; }
  [[nodiscard]] int days() const { return last_day_ - kFirstCityDay + 1; }

 private:
  void add(Grade grade, int count, Random& random);
  void staff(Institution& institution, Random& random);

  std::vector<Institution> institutions_;
  std::vector<Doctor> doctors_;
  std::vector<int> by_grade_[kGrades];
  Day last_day_;
};

/// The name of a department code (诊疗科目).
[[nodiscard]] std::string_view department_name(std::string_view code);
/// A district's code (admdvs); the city is invented, so is the code.
[[nodiscard]] std::string_view district_code(int district);

}  // namespace yishou::simulate
