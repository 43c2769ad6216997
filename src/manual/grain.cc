#include "manual/grain.h"

namespace yishou::manual {

Grain grain_of(std::uint16_t number) noexcept {
  switch (number) {
    case 4:
    case 46:
    case 76: return {"一张处方", "one prescription"};
    case 9: return {"一行费用；超开药量为一个计量期间", "one fee line; of amounts, one span in which they are counted"};
    case 10:
    case 23: return {"一次住院、一个疗程或自首次使用起", "one stay, course, or all use since the first"};
    case 15: return {"同一就诊、同一日、同组手术", "one visit, day and group of operations"};
    case 25: return {"同一就诊、同一被含项目", "one visit and contained item"};
    case 26: return {"同一就诊、同一日、一个知识点", "one visit, day and point"};
    case 27: return {"同一人、机构、项目与期间", "one person, institution, item and span"};
    case 28:
    case 34: return {"同一人、知识点与期间", "one person, point and span"};
    case 30: return {"同一就诊、同一耗材", "one visit and consumable"};
    case 35:
    case 38:
    case 40: return {"一次结算，不列费用行", "one settlement, without lines"};
    case 37:
    case 39:
    case 54:
    case 55: return {"一次结算与一个编码，不列费用行", "one settlement and code, without lines"};
    case 41:
    case 42: return {"一次就诊", "one visit"};
    case 43:
    case 48: return {"一家机构、一个编码、两次盘点之间", "one institution and code between two stock counts"};
    case 44:
    case 53: return {"一次住院", "one stay"};
    case 49: return {"其后的一次住院，不列费用行", "the later stay, without lines"};
    case 50: return {"一人一月（或一季），不列费用行", "one person and month (or quarter), without lines"};
    case 51: return {"一人一月", "one person and month"};
    case 52: return {"一人一年，不列费用行", "one person and year, without lines"};
    case 56:
    case 57:
    case 58:
    case 59:
    case 60:
    case 61:
    case 62:
    case 63: return {"一家机构一个月，不列费用行", "one institution and month, without lines"};
    case 69: return {"同一就诊、同一类药品", "one visit and class of drugs"};
    case 74: return {"同一就诊、一对药品", "one visit and pair of drugs"};
    case 75: return {"一张处方、一对饮片", "one prescription and pair of pieces"};
    case 86: return {"同一就诊（或日）、同一耗材", "one visit (or day) and consumable"};
    default: return {"一行费用", "one fee line"};
  }
}

}  // namespace yishou::manual
