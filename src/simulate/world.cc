#include "simulate/world.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace yishou::simulate {
namespace {

constexpr std::array<std::string_view, kDistricts> kDistrictCodes{"990101", "990102", "990103", "990104", "990105"};
constexpr std::array<std::string_view, kDistricts> kDistrictNames{"东湖", "西山", "南桥", "北滩", "河口"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kDepartments{{{"02", "全科医疗科"},
                                                                                      {"03", "内科"},
                                                                                      {"04", "外科"},
                                                                                      {"05", "妇产科"},
                                                                                      {"07", "儿科"},
                                                                                      {"10", "眼科"},
                                                                                      {"11", "耳鼻咽喉科"},
                                                                                      {"12", "口腔科"},
                                                                                      {"13", "皮肤科"},
                                                                                      {"15", "精神科"},
                                                                                      {"20", "急诊医学科"},
                                                                                      {"21", "康复医学科"},
                                                                                      {"26", "麻醉科"},
                                                                                      {"50", "中医科"}}};
constexpr std::array<std::string_view, 40> kFamilyNames{"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周",
                                                        "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高", "罗",
                                                        "郑", "梁", "谢", "宋", "唐", "许", "韩", "邓", "冯", "曹",
                                                        "彭", "曾", "肖", "田", "董", "潘", "袁", "蔡", "蒋", "余"};
constexpr std::array<std::string_view, 30> kGivenNames{
    "伟", "芳", "娜", "敏", "静", "丽", "强",   "磊",   "军",   "洋",   "勇",   "艳",   "杰",   "娟",   "涛",
    "明", "超", "霞", "平", "刚", "玲", "桂英", "建国", "文博", "雪梅", "志强", "海燕", "晓东", "佳怡", "宇航"};

std::string person_name(Random& random) {
  const auto family = kFamilyNames[random.below(kFamilyNames.size())];
  return fmt::format("{}{}", family, kGivenNames[random.below(kGivenNames.size())]);
}

// One institution for so many insured, after the national numbers of designated institutions (docs/simulation.md).
int share(std::int64_t persons, std::int64_t per, int least) {
  return static_cast<int>(std::max<std::int64_t>(least, persons / per));
}

}  // namespace

std::string_view department_name(std::string_view code) {
  for (const auto& [key, name] : kDepartments) {
    if (key == code) return name;
  }
  return {};
}

std::string_view district_code(int district) { return kDistrictCodes[static_cast<std::size_t>(district)]; }

World::World(std::uint64_t seed, std::int64_t persons, int months) {
  const CivilDate first = civil_from_day(kFirstCityDay);
  const int last_month = first.month - 1 + months;
  last_day_ = day_from_civil({first.year + last_month / 12, last_month % 12 + 1, 1}) - 1;
  Random random(seed, 1, 0);
  add(Grade::kTertiary, share(persons, 80'000, 2), random);
  add(Grade::kSecondary, share(persons, 35'000, 3), random);
  // A few thousand persons have two of each: with more, a month's bills would be too few to be compared (rules 56–63).
  const bool village = persons < 12'000;
  add(Grade::kCentre, village ? 2 : share(persons, 9'000, 5), random);
  add(Grade::kClinic, village ? 2 : share(persons, 3'500, 5), random);
  add(Grade::kPharmacy, share(persons, 2'800, 6), random);
  // Shares are compared among five of a rank at least. A small city has not so many tertiary hospitals; its special ones
  // make up for it in one month. In a large one they would stand beside too many others.
  if (of_grade(Grade::kTertiary).size() < 5) add(Grade::kWard, 9, random);
  for (Institution& institution : institutions_) staff(institution, random);
}

void World::add(Grade grade, int count, Random& random) {
  constexpr std::array<char, kGrades> kLetter{'H', 'H', 'H', 'H', 'P', 'H'};
  for (int i = 0; i < count; ++i) {
    Institution out;
    out.grade = grade;
    out.district = i % kDistricts;
    const auto district = kDistrictNames[static_cast<std::size_t>(out.district)];
    const int serial = static_cast<int>(institutions_.size()) + 1;
    out.code = fmt::format("{}{}{:05}", kLetter[static_cast<std::size_t>(grade)],
                           kDistrictCodes[static_cast<std::size_t>(out.district)], serial);
    switch (grade) {
      case Grade::kTertiary:
        out.name = i == 0 ? std::string{"临江市人民医院"} : fmt::format("临江市第{}医院", i + 1);
        out.level = i == 0 ? "02" : "03";
        out.beds = random.between(900, 1600);
        break;
      case Grade::kSecondary:
        out.name = i % 3 == 2 ? fmt::format("{}中医医院{}", district, i + 1) : fmt::format("{}医院{}", district, i + 1);
        out.level = i % 2 == 0 ? "05" : "06";
        out.beds = random.between(220, 480);
        break;
      case Grade::kCentre:
        out.name = i % 2 == 0 ? fmt::format("{}第{}社区卫生服务中心", district, i + 1)
                              : fmt::format("{}第{}镇卫生院", district, i + 1);
        out.level = "08";
        out.beds = random.between(25, 60);
        break;
      case Grade::kClinic:
        out.name = fmt::format("{}{}诊所", district, person_name(random));
        out.level = "11";
        out.beds = 0;
        break;
      case Grade::kPharmacy:
        out.name = fmt::format("{}{}大药房{}店", district, i % 3 == 0 ? "康民" : i % 3 == 1 ? "仁济" : "百草", i + 1);
        out.level = "";
        out.beds = 0;
        break;
      case Grade::kWard:
        out.name = fmt::format("临江市第{}专科医院", i + 1);
        out.level = "03";
        out.beds = random.between(200, 400);
        break;
    }
    // Districts lie on a ring around the centre; hospitals of the city stand near it.
    constexpr std::array<int, kDistricts> kEast{0, 9000, 5500, -5500, -9000};
    constexpr std::array<int, kDistricts> kNorth{8000, 2500, -7000, -7000, 2500};
    const int spread = grade == Grade::kTertiary ? 1500 : 5000;
    const int scale = grade == Grade::kTertiary ? 4 : 1;
    out.east = kEast[static_cast<std::size_t>(out.district)] / scale + random.between(-spread, spread);
    out.north = kNorth[static_cast<std::size_t>(out.district)] / scale + random.between(-spread, spread);
    out.physiotherapy = random.between(0, 100);
    out.dressings = random.between(0, 100);
    by_grade_[static_cast<std::size_t>(grade)].push_back(static_cast<int>(institutions_.size()));
    institutions_.push_back(std::move(out));
  }
}

void World::staff(Institution& institution, Random& random) {
  institution.first_doctor = static_cast<int>(doctors_.size());
  const int self = static_cast<int>(&institution - institutions_.data());
  const auto hire = [&](std::string_view department, char title) {
    const char antibiotics = title <= '2' ? '3' : title == '3' ? '2' : '1';
    doctors_.push_back({fmt::format("D{}{:07}", institution.code.substr(1, 6), doctors_.size() + 1),
                        person_name(random), self, department, title, antibiotics});
  };
  const auto hire_department = [&](std::string_view department, int count) {
    for (int i = 0; i < count; ++i) hire(department, i == 0 ? '1' : i % 4 == 3 ? '4' : i % 2 == 1 ? '3' : '2');
  };
  switch (institution.grade) {
    case Grade::kTertiary:
      for (const auto& [code, name] : kDepartments) hire_department(code, code == "03" ? 28 : code == "04" ? 20 : 9);
      break;
    case Grade::kSecondary:
      for (const auto& [code, name] : kDepartments) hire_department(code, code == "03" ? 12 : code == "04" ? 9 : 5);
      break;
    case Grade::kCentre:
      for (const auto code : {"02", "03", "04", "05", "07", "50"}) hire_department(code, 2);
      break;
    case Grade::kClinic:
      hire("02", '3');
      hire("50", '3');
      break;
    case Grade::kPharmacy:
      hire("", '5');
      hire("", '5');
      break;
    case Grade::kWard:
      for (const auto code : {"03", "04", "21"}) hire_department(code, 3);
      break;
  }
  institution.doctors = static_cast<int>(doctors_.size()) - institution.first_doctor;
}

int World::pick(Grade grade, int district, Random& random) const {
  const auto& all = of_grade(grade);
  // Members of a district stand at every kDistricts-th place (add() deals them out in turn).
  const std::size_t start = static_cast<std::size_t>(district);
  if (start >= all.size()) return all[random.below(static_cast<std::uint32_t>(all.size()))];
  const auto here = static_cast<std::uint32_t>((all.size() - start + kDistricts - 1) / kDistricts);
  return all[start + std::size_t{random.below(here)} * kDistricts];
}

int World::pick_doctor(int index, std::string_view department, Random& random) const {
  const Institution& place = institution(index);
  const auto start = random.below(static_cast<std::uint32_t>(place.doctors));
  int fallback = place.first_doctor;
  for (int i = 0; i < place.doctors; ++i) {
    const int candidate = place.first_doctor + (static_cast<int>(start) + i) % place.doctors;
    const Doctor& doctor = doctors_[static_cast<std::size_t>(candidate)];
    if (doctor.title == '4') continue;
    fallback = candidate;
    if (doctor.department == department) return candidate;
  }
  return fallback;
}

}  // namespace yishou::simulate
