#include "harness/ingest/census/build.hpp"

#include <charconv>
#include <cstdio>
#include <span>
#include <utility>
#include <vector>

namespace wvagate::ingest {
namespace {

using namespace std::chrono_literals;

struct Commit {
  std::string_view hash;
  std::chrono::year_month_day date;
  /// The order of some commits of one day is not known. For such a commit: the number of entries of the
  /// table, from this one on, of which it may be the last; otherwise 0.
  std::size_t doubt = 0;
};

/// The commits at which a line of kMoves changes, in the order of the main branch.
constexpr auto kCommits = std::to_array<Commit>({
    {"e138e6ac", 2025y / 12 / 18},   {"0cb6f7bc", 2025y / 12 / 26},   {"2fd4b136", 2026y / 1 / 2},
    {"f5ca7b63", 2026y / 1 / 2, 2},  {"33e494ad", 2026y / 1 / 2},     {"162653a5", 2026y / 1 / 5},
    {"5d96702d", 2026y / 1 / 5},     {"d6547686", 2026y / 1 / 5},     {"d7b2a079", 2026y / 1 / 6},
    {"6a295ced", 2026y / 1 / 6},     {"401943d4", 2026y / 1 / 7},     {"80888d7b", 2026y / 1 / 8},
    {"749504fd", 2026y / 1 / 8},     {"deeb63f0", 2026y / 1 / 9},     {"a3763c2f", 2026y / 1 / 9},
    {"7bf89cb0", 2026y / 1 / 9},     {"14e2bd88", 2026y / 1 / 9},     {"2963cc73", 2026y / 1 / 9},
    {"730e7518", 2026y / 1 / 12},    {"d2091541", 2026y / 1 / 13},    {"231d63f3", 2026y / 1 / 15},
    {"6f2dfa68", 2026y / 1 / 16},    {"aa48e6e7", 2026y / 1 / 21, 2}, {"134dde57", 2026y / 1 / 21},
    {"fe45ab19", 2026y / 1 / 23},    {"bcbf3701", 2026y / 2 / 6},     {"f37677be", 2026y / 2 / 11},
    {"6d0cad6f", 2026y / 2 / 17},    {"59f51f09", 2026y / 2 / 18},    {"f8d74f20", 2026y / 2 / 19},
    {"a16e2f09", 2026y / 2 / 25},    {"4eb454ba", 2026y / 2 / 26},    {"8e754982", 2026y / 3 / 3},
    {"7f838c42", 2026y / 3 / 10},    {"072ec8be", 2026y / 3 / 11},    {"1de48e37", 2026y / 3 / 13},
    {"ae64325f", 2026y / 3 / 16},    {"12e96245", 2026y / 3 / 17},    {"10a4ce11", 2026y / 3 / 23},
    {"2a6f718d", 2026y / 4 / 1},     {"b0010c6e", 2026y / 4 / 1},     {"5a6e4097", 2026y / 4 / 7},
    {"22a95316", 2026y / 4 / 14},    {"d3b53303", 2026y / 4 / 24},    {"ca45c0bc", 2026y / 4 / 29},
    {"feab3c0c", 2026y / 5 / 7},     {"b1f32dc3", 2026y / 5 / 7},     {"6b00148a", 2026y / 5 / 8},
    {"94dfe181", 2026y / 5 / 11},    {"d5a1123b", 2026y / 5 / 11},    {"ff694656", 2026y / 5 / 12},
    {"59a1c270", 2026y / 5 / 13, 2}, {"dbd0f34b", 2026y / 5 / 13},    {"19f896bf", 2026y / 5 / 14},
    {"7411ec0a", 2026y / 5 / 15},    {"e63aa60a", 2026y / 5 / 19},    {"1fc99348", 2026y / 5 / 25},
    {"74979f48", 2026y / 5 / 27},    {"f664a470", 2026y / 6 / 7},     {"d882c99d", 2026y / 6 / 9, 2},
    {"032b5167", 2026y / 6 / 9},     {"09e1c386", 2026y / 6 / 10},    {"d469c2c8", 2026y / 6 / 11, 2},
    {"0e977b3b", 2026y / 6 / 11},    {"c55906a4", 2026y / 6 / 15},    {"5ddca4f9", 2026y / 6 / 15, 2},
    {"6d25b134", 2026y / 6 / 15},    {"efca1b4c", 2026y / 6 / 16},    {"a6f2f510", 2026y / 6 / 17},
    {"02d06eb2", 2026y / 6 / 18, 2}, {"c0aa190d", 2026y / 6 / 18},    {"3bef0f0f", 2026y / 6 / 19, 2},
    {"c34983a8", 2026y / 6 / 19},    {"4df0bdff", 2026y / 6 / 20},    {"fbbdbbb9", 2026y / 6 / 22},
    {"bd357196", 2026y / 6 / 25},    {"6c3cb00f", 2026y / 6 / 30},    {"e41d5b19", 2026y / 7 / 1},
    {"ed2c6c9e", 2026y / 7 / 3},     {"e05b5d45", 2026y / 7 / 8},     {"8a02eab1", 2026y / 7 / 9},
    {"9873a16d", 2026y / 7 / 10},    {"56cd8565", 2026y / 7 / 13, 2}, {"5be32782", 2026y / 7 / 13},
    {"664b0915", 2026y / 7 / 20, 3}, {"0052df02", 2026y / 7 / 20, 2}, {"085cf09a", 2026y / 7 / 20},
    {"9faa124e", 2026y / 7 / 22},    {"ea526cae", 2026y / 7 / 24},    {"aa86a2a9", 2026y / 7 / 27},
    {"6436f2b1", 2026y / 7 / 28, 4}, {"31fd0f84", 2026y / 7 / 28, 3}, {"ef28744b", 2026y / 7 / 28},
    {"11d70a8a", 2026y / 7 / 28},    {"28a58b77", 2026y / 7 / 29},    {"dfc21e2c", 2026y / 7 / 29},
    {"f5261c8e", 2026y / 7 / 30},    {"f9f04d81", 2026y / 7 / 30},    {"6bfb73e1", 2026y / 7 / 30, 3},
    {"da58c0e0", 2026y / 7 / 30},    {"1d5553ee", 2026y / 7 / 30},    {"aadaa596", 2026y / 8 / 6},
    {"57f3fe64", 2026y / 8 / 7},
});

/// A call of the logger: its message, the file as zap prints it, and how many entries of kMoves it has.
struct CallSite {
  std::string_view message;
  std::string_view file;
  std::size_t moves;
};

/// The calls whose lines are known: those of each cycle, and some that are rarer but move at other commits.
constexpr auto kSites = std::to_array<CallSite>({
    {"Logger initialized", "cmd/main.go", 26},
    {"Grouped VAs by model", "saturation/engine.go", 40},
    {"Processing model", "saturation/engine.go", 12},
    {"Processing model (V1)", "saturation/engine.go", 32},
    {"Processing model (V2)", "saturation/engine.go", 35},
    {"Saturation analysis completed", "controller/variantautoscaling_controller.go", 6},
    {"Saturation analysis completed", "saturation/engine.go", 48},
    {"V2 saturation analysis completed", "saturation/engine_v2.go", 7},
    {"analyzer-result", "saturation/engine_v2.go", 9},
    {"scaling-decision", "saturation/engine_v2.go", 9},
    {"V2 optimizer produced decisions", "saturation/engine.go", 37},
    {"Applying scaling decisions", "saturation/engine.go", 43},
    {"Optimization completed successfully", "saturation/engine.go", 43},
    {"Processing decision for VA", "saturation/engine.go", 53},
    {"Successfully emitted metrics", "saturation/engine.go", 56},
    {"Applied saturation decision via shared cache", "saturation/engine.go", 59},
    {"EmitReplicaMetrics completed", "actuator/actuator.go", 5},
    {"Queueing model analysis completed", "saturation/engine_queueing_model.go", 5},
    {"Parameters tuned successfully", "queueingmodel/analyzer.go", 2},
    {"Tuner validation failed, using previous state", "queueingmodel/analyzer.go", 2},
    {"throughput analyzer: GPS mismatch detected", "throughput/analyzer.go", 5},
    {"throughput analyzer: GPS mismatch persisted, clearing observation window for recalibration",
     "throughput/analyzer.go", 2},
    {"Pod has engine metrics but no dispatch rate — possible pod/pod_name label mismatch",
     "collector/replica_metrics.go", 6},
    {"Pod has vLLM metrics but no dispatch rate — possible pod/pod_name label mismatch",
     "collector/replica_metrics.go", 15},
    {"Model in transition, blocking scaling decisions", "saturation/analyzer.go", 7},
    {"Model in transition, blocking scaling decisions", "saturationv1/analyzer.go", 1},
    {"Scale-from-zero decision written to cache", "scalefromzero/engine.go", 10},
    {"Updated global saturation config from ConfigMap", "controller/variantautoscaling_controller.go", 16},
    {"Updated global saturation config from ConfigMap", "controller/configmap_reconciler.go", 6},
    {"Setting max replica ceiling", "gpurebalance/plugin.go", 2},
});

/// The line of a call from a commit on, until the call's next entry; line 0: the call is removed.
struct Move {
  std::uint16_t line;
  std::string_view since;
};

/// The moves of all calls, in the order of kSites and, within a call, of the main branch.
// clang-format off
constexpr auto kMoves = std::to_array<Move>({
    // Logger initialized, cmd/main.go
    {151, "e138e6ac"}, {153, "80888d7b"}, {150, "a3763c2f"}, {151, "d2091541"}, {152, "231d63f3"},
    {158, "6f2dfa68"}, {157, "134dde57"}, {158, "bcbf3701"}, {159, "f37677be"}, {140, "6d0cad6f"},
    {180, "b0010c6e"}, {181, "5a6e4097"}, {184, "22a95316"}, {151, "7411ec0a"}, {152, "d882c99d"},
    {153, "d469c2c8"}, {154, "c55906a4"}, {175, "efca1b4c"}, {173, "8a02eab1"}, {174, "9873a16d"},
    {172, "56cd8565"}, {182, "085cf09a"}, {183, "11d70a8a"}, {174, "da58c0e0"}, {154, "1d5553ee"},
    {159, "aadaa596"},
    // Grouped VAs by model, saturation/engine.go
    {138, "0cb6f7bc"}, {158, "80888d7b"}, {150, "a3763c2f"}, {156, "14e2bd88"}, {164, "2963cc73"},
    {177, "134dde57"}, {190, "fe45ab19"}, {184, "bcbf3701"}, {180, "f37677be"}, {213, "59f51f09"},
    {216, "f8d74f20"}, {209, "a16e2f09"}, {198, "4eb454ba"}, {210, "7f838c42"}, {229, "072ec8be"},
    {228, "b0010c6e"}, {241, "ca45c0bc"}, {280, "feab3c0c"}, {283, "b1f32dc3"}, {284, "94dfe181"},
    {285, "d5a1123b"}, {303, "19f896bf"}, {304, "1fc99348"}, {364, "f664a470"}, {373, "032b5167"},
    {370, "09e1c386"}, {371, "0e977b3b"}, {379, "c55906a4"}, {380, "6d25b134"}, {379, "a6f2f510"},
    {392, "6c3cb00f"}, {393, "ed2c6c9e"}, {391, "8a02eab1"}, {397, "085cf09a"}, {412, "9faa124e"},
    {399, "28a58b77"}, {400, "dfc21e2c"}, {416, "f5261c8e"}, {489, "da58c0e0"}, {490, "57f3fe64"},
    // Processing model, saturation/engine.go
    {159, "0cb6f7bc"}, {158, "33e494ad"}, {178, "80888d7b"}, {182, "deeb63f0"}, {174, "a3763c2f"},
    {180, "14e2bd88"}, {188, "2963cc73"}, {201, "134dde57"}, {214, "fe45ab19"}, {208, "bcbf3701"},
    {204, "f37677be"}, {  0, "59f51f09"},
    // Processing model (V1), saturation/engine.go
    {289, "59f51f09"}, {292, "f8d74f20"}, {297, "a16e2f09"}, {286, "4eb454ba"}, {313, "7f838c42"},
    {332, "072ec8be"}, {331, "b0010c6e"}, {341, "ca45c0bc"}, {386, "feab3c0c"}, {389, "b1f32dc3"},
    {390, "94dfe181"}, {405, "d5a1123b"}, {427, "19f896bf"}, {428, "1fc99348"}, {488, "f664a470"},
    {559, "032b5167"}, {556, "09e1c386"}, {557, "0e977b3b"}, {565, "c55906a4"}, {566, "6d25b134"},
    {565, "a6f2f510"}, {572, "6c3cb00f"}, {573, "ed2c6c9e"}, {571, "8a02eab1"}, {577, "085cf09a"},
    {592, "9faa124e"}, {607, "aa86a2a9"}, {594, "28a58b77"}, {595, "dfc21e2c"}, {611, "f5261c8e"},
    {684, "da58c0e0"}, {721, "57f3fe64"},
    // Processing model (V2), saturation/engine.go
    {409, "59f51f09"}, {412, "f8d74f20"}, {417, "a16e2f09"}, {406, "4eb454ba"}, {433, "7f838c42"},
    {439, "1de48e37"}, {442, "ae64325f"}, {441, "b0010c6e"}, {451, "ca45c0bc"}, {587, "feab3c0c"},
    {590, "b1f32dc3"}, {593, "94dfe181"}, {609, "d5a1123b"}, {631, "19f896bf"}, {632, "1fc99348"},
    {692, "f664a470"}, {767, "032b5167"}, {764, "09e1c386"}, {765, "0e977b3b"}, {773, "c55906a4"},
    {774, "6d25b134"}, {773, "a6f2f510"}, {816, "c34983a8"}, {823, "6c3cb00f"}, {816, "ed2c6c9e"},
    {814, "8a02eab1"}, {840, "085cf09a"}, {855, "9faa124e"}, {870, "aa86a2a9"}, {893, "31fd0f84"},
    {880, "28a58b77"}, {881, "dfc21e2c"}, {909, "f5261c8e"}, {982, "da58c0e0"}, {1019, "57f3fe64"},
    // Saturation analysis completed, controller/variantautoscaling_controller.go
    {338, "0cb6f7bc"}, {331, "2fd4b136"}, {326, "f5ca7b63"}, {321, "162653a5"}, {322, "5d96702d"},
    {  0, "d6547686"},
    // Saturation analysis completed, saturation/engine.go
    {418, "0cb6f7bc"}, {410, "2fd4b136"}, {401, "33e494ad"}, {431, "80888d7b"}, {453, "749504fd"},
    {457, "deeb63f0"}, {427, "a3763c2f"}, {445, "14e2bd88"}, {453, "2963cc73"}, {492, "134dde57"},
    {577, "fe45ab19"}, {571, "bcbf3701"}, {594, "f37677be"}, {782, "59f51f09"}, {785, "f8d74f20"},
    {797, "a16e2f09"}, {786, "4eb454ba"}, {814, "7f838c42"}, {835, "072ec8be"}, {874, "1de48e37"},
    {877, "ae64325f"}, {882, "12e96245"}, {854, "b0010c6e"}, {864, "ca45c0bc"}, {548, "feab3c0c"},
    {551, "b1f32dc3"}, {552, "94dfe181"}, {568, "d5a1123b"}, {590, "19f896bf"}, {591, "1fc99348"},
    {651, "f664a470"}, {726, "032b5167"}, {723, "09e1c386"}, {724, "0e977b3b"}, {732, "c55906a4"},
    {733, "6d25b134"}, {732, "a6f2f510"}, {739, "6c3cb00f"}, {728, "ed2c6c9e"}, {726, "8a02eab1"},
    {732, "085cf09a"}, {747, "9faa124e"}, {762, "aa86a2a9"}, {749, "28a58b77"}, {750, "dfc21e2c"},
    {766, "f5261c8e"}, {839, "da58c0e0"}, {876, "57f3fe64"},
    // V2 saturation analysis completed, saturation/engine_v2.go
    { 63, "59f51f09"}, { 64, "072ec8be"}, { 65, "ae64325f"}, { 66, "f664a470"}, { 67, "09e1c386"},
    {111, "fbbdbbb9"}, {  0, "bd357196"},
    // analyzer-result, saturation/engine_v2.go
    {385, "bd357196"}, {446, "085cf09a"}, {459, "ef28744b"}, {464, "11d70a8a"}, {465, "dfc21e2c"},
    {635, "f5261c8e"}, {640, "f9f04d81"}, {653, "6bfb73e1"}, {695, "57f3fe64"},
    // scaling-decision, saturation/engine_v2.go
    {434, "bd357196"}, {495, "085cf09a"}, {508, "ef28744b"}, {513, "11d70a8a"}, {514, "dfc21e2c"},
    {684, "f5261c8e"}, {689, "f9f04d81"}, {702, "6bfb73e1"}, {744, "57f3fe64"},
    // V2 optimizer produced decisions, saturation/engine.go
    {460, "59f51f09"}, {463, "f8d74f20"}, {480, "a16e2f09"}, {469, "4eb454ba"}, {496, "7f838c42"},
    {490, "072ec8be"}, {496, "1de48e37"}, {499, "ae64325f"}, {498, "b0010c6e"}, {508, "ca45c0bc"},
    {644, "feab3c0c"}, {647, "b1f32dc3"}, {651, "94dfe181"}, {667, "d5a1123b"}, {689, "19f896bf"},
    {690, "1fc99348"}, {750, "f664a470"}, {829, "032b5167"}, {826, "09e1c386"}, {827, "0e977b3b"},
    {835, "c55906a4"}, {836, "6d25b134"}, {835, "a6f2f510"}, {867, "c34983a8"}, {868, "bd357196"},
    {875, "6c3cb00f"}, {869, "ed2c6c9e"}, {867, "8a02eab1"}, {893, "085cf09a"}, {908, "9faa124e"},
    {923, "aa86a2a9"}, {951, "31fd0f84"}, {938, "28a58b77"}, {939, "dfc21e2c"}, {967, "f5261c8e"},
    {1040, "da58c0e0"}, {1077, "57f3fe64"},
    // Applying scaling decisions, saturation/engine.go
    {208, "0cb6f7bc"}, {207, "33e494ad"}, {227, "80888d7b"}, {231, "deeb63f0"}, {209, "a3763c2f"},
    {215, "14e2bd88"}, {223, "2963cc73"}, {262, "134dde57"}, {304, "fe45ab19"}, {298, "bcbf3701"},
    {321, "f37677be"}, {258, "59f51f09"}, {261, "f8d74f20"}, {266, "a16e2f09"}, {255, "4eb454ba"},
    {282, "7f838c42"}, {301, "072ec8be"}, {300, "b0010c6e"}, {313, "ca45c0bc"}, {352, "feab3c0c"},
    {355, "b1f32dc3"}, {356, "94dfe181"}, {357, "d5a1123b"}, {379, "19f896bf"}, {380, "1fc99348"},
    {440, "f664a470"}, {449, "032b5167"}, {446, "09e1c386"}, {447, "0e977b3b"}, {455, "c55906a4"},
    {456, "6d25b134"}, {455, "a6f2f510"}, {468, "6c3cb00f"}, {469, "ed2c6c9e"}, {467, "8a02eab1"},
    {473, "085cf09a"}, {488, "9faa124e"}, {489, "aa86a2a9"}, {476, "28a58b77"}, {477, "dfc21e2c"},
    {493, "f5261c8e"}, {566, "da58c0e0"}, {578, "57f3fe64"},
    // Optimization completed successfully, saturation/engine.go
    {225, "0cb6f7bc"}, {217, "33e494ad"}, {237, "80888d7b"}, {241, "deeb63f0"}, {219, "a3763c2f"},
    {225, "14e2bd88"}, {233, "2963cc73"}, {272, "134dde57"}, {314, "fe45ab19"}, {308, "bcbf3701"},
    {331, "f37677be"}, {268, "59f51f09"}, {271, "f8d74f20"}, {276, "a16e2f09"}, {265, "4eb454ba"},
    {292, "7f838c42"}, {311, "072ec8be"}, {310, "b0010c6e"}, {320, "ca45c0bc"}, {359, "feab3c0c"},
    {362, "b1f32dc3"}, {363, "94dfe181"}, {364, "d5a1123b"}, {386, "19f896bf"}, {387, "1fc99348"},
    {447, "f664a470"}, {456, "032b5167"}, {453, "09e1c386"}, {454, "0e977b3b"}, {462, "c55906a4"},
    {463, "6d25b134"}, {462, "a6f2f510"}, {475, "6c3cb00f"}, {476, "ed2c6c9e"}, {474, "8a02eab1"},
    {480, "085cf09a"}, {495, "9faa124e"}, {496, "aa86a2a9"}, {483, "28a58b77"}, {484, "dfc21e2c"},
    {500, "f5261c8e"}, {573, "da58c0e0"}, {585, "57f3fe64"},
    // Processing decision for VA, saturation/engine.go
    {579, "0cb6f7bc"}, {568, "2fd4b136"}, {559, "33e494ad"}, {589, "80888d7b"}, {611, "749504fd"},
    {617, "deeb63f0"}, {587, "a3763c2f"}, {466, "7bf89cb0"}, {485, "14e2bd88"}, {493, "2963cc73"},
    {532, "134dde57"}, {617, "fe45ab19"}, {611, "bcbf3701"}, {634, "f37677be"}, {818, "59f51f09"},
    {824, "f8d74f20"}, {836, "a16e2f09"}, {825, "4eb454ba"}, {853, "7f838c42"}, {874, "072ec8be"},
    {913, "1de48e37"}, {916, "ae64325f"}, {921, "12e96245"}, {893, "b0010c6e"}, {903, "ca45c0bc"},
    {1076, "feab3c0c"}, {1079, "b1f32dc3"}, {1128, "94dfe181"}, {1144, "d5a1123b"}, {1166, "19f896bf"},
    {1167, "1fc99348"}, {1227, "f664a470"}, {1306, "032b5167"}, {1307, "0e977b3b"}, {1315, "c55906a4"},
    {1316, "6d25b134"}, {1314, "a6f2f510"}, {1346, "c34983a8"}, {1347, "bd357196"}, {1354, "6c3cb00f"},
    {1401, "ed2c6c9e"}, {1399, "8a02eab1"}, {1401, "5be32782"}, {1427, "085cf09a"}, {1442, "9faa124e"},
    {1457, "aa86a2a9"}, {1485, "31fd0f84"}, {1472, "28a58b77"}, {1473, "dfc21e2c"}, {1501, "f5261c8e"},
    {1504, "f9f04d81"}, {1580, "da58c0e0"}, {1621, "57f3fe64"},
    // Successfully emitted metrics, saturation/engine.go
    {707, "0cb6f7bc"}, {696, "2fd4b136"}, {687, "33e494ad"}, {717, "80888d7b"}, {739, "749504fd"},
    {750, "deeb63f0"}, {720, "a3763c2f"}, {599, "7bf89cb0"}, {618, "14e2bd88"}, {635, "2963cc73"},
    {674, "134dde57"}, {759, "fe45ab19"}, {753, "bcbf3701"}, {776, "f37677be"}, {960, "59f51f09"},
    {966, "f8d74f20"}, {978, "a16e2f09"}, {967, "4eb454ba"}, {995, "7f838c42"}, {1016, "072ec8be"},
    {1055, "1de48e37"}, {1058, "ae64325f"}, {1064, "12e96245"}, {1084, "10a4ce11"}, {1057, "b0010c6e"},
    {1058, "5a6e4097"}, {1068, "ca45c0bc"}, {1241, "feab3c0c"}, {1244, "b1f32dc3"}, {1293, "94dfe181"},
    {1309, "d5a1123b"}, {1331, "19f896bf"}, {1339, "7411ec0a"}, {1370, "1fc99348"}, {1430, "f664a470"},
    {1518, "032b5167"}, {1519, "0e977b3b"}, {1527, "c55906a4"}, {1528, "6d25b134"}, {1526, "a6f2f510"},
    {1558, "c34983a8"}, {1559, "bd357196"}, {1566, "6c3cb00f"}, {1613, "ed2c6c9e"}, {1580, "8a02eab1"},
    {1582, "5be32782"}, {1608, "085cf09a"}, {1623, "9faa124e"}, {1638, "aa86a2a9"}, {1666, "31fd0f84"},
    {1653, "28a58b77"}, {1654, "dfc21e2c"}, {1682, "f5261c8e"}, {1685, "f9f04d81"}, {1761, "da58c0e0"},
    {1830, "57f3fe64"},
    // Applied saturation decision via shared cache, saturation/engine.go
    {734, "0cb6f7bc"}, {723, "2fd4b136"}, {714, "33e494ad"}, {715, "6a295ced"}, {745, "80888d7b"},
    {767, "749504fd"}, {778, "deeb63f0"}, {748, "a3763c2f"}, {627, "7bf89cb0"}, {646, "14e2bd88"},
    {679, "2963cc73"}, {718, "134dde57"}, {803, "fe45ab19"}, {797, "bcbf3701"}, {820, "f37677be"},
    {1004, "59f51f09"}, {1010, "f8d74f20"}, {1022, "a16e2f09"}, {1011, "4eb454ba"}, {1039, "7f838c42"},
    {1060, "072ec8be"}, {1099, "1de48e37"}, {1102, "ae64325f"}, {1108, "12e96245"}, {1128, "10a4ce11"},
    {1101, "b0010c6e"}, {1102, "5a6e4097"}, {1112, "ca45c0bc"}, {1285, "feab3c0c"}, {1288, "b1f32dc3"},
    {1347, "94dfe181"}, {1363, "d5a1123b"}, {1385, "19f896bf"}, {1395, "7411ec0a"}, {1434, "1fc99348"},
    {1494, "f664a470"}, {1582, "032b5167"}, {1590, "0e977b3b"}, {1598, "c55906a4"}, {1599, "6d25b134"},
    {1595, "a6f2f510"}, {1599, "c0aa190d"}, {1631, "c34983a8"}, {1632, "bd357196"}, {1639, "6c3cb00f"},
    {1649, "e41d5b19"}, {1696, "ed2c6c9e"}, {1621, "8a02eab1"}, {1623, "5be32782"}, {1649, "085cf09a"},
    {1664, "9faa124e"}, {1679, "aa86a2a9"}, {1707, "31fd0f84"}, {1694, "28a58b77"}, {1695, "dfc21e2c"},
    {1723, "f5261c8e"}, {1726, "f9f04d81"}, {1802, "da58c0e0"}, {1871, "57f3fe64"},
    // EmitReplicaMetrics completed, actuator/actuator.go
    { 77, "e138e6ac"}, { 86, "ae64325f"}, { 91, "12e96245"}, { 88, "b0010c6e"}, { 89, "94dfe181"},
    // Queueing model analysis completed, saturation/engine_queueing_model.go
    {132, "7f838c42"}, {138, "09e1c386"}, {143, "ed2c6c9e"}, {149, "f5261c8e"}, {195, "57f3fe64"},
    // Parameters tuned successfully, queueingmodel/analyzer.go
    {229, "7f838c42"}, {230, "5a6e4097"},
    // Tuner validation failed, using previous state, queueingmodel/analyzer.go
    {224, "7f838c42"}, {225, "5a6e4097"},
    // throughput analyzer: GPS mismatch detected, throughput/analyzer.go
    {725, "efca1b4c"}, {728, "bd357196"}, {796, "f9f04d81"}, {801, "6bfb73e1"}, {841, "57f3fe64"},
    // throughput analyzer: GPS mismatch persisted, clearing observation w..., throughput/analyzer.go
    {310, "efca1b4c"}, {351, "f9f04d81"},
    // Pod has engine metrics but no dispatch rate — possible pod/pod_name..., collector/replica_metrics.go
    {976, "ed2c6c9e"}, {974, "e05b5d45"}, {934, "8a02eab1"}, {972, "0052df02"}, {974, "dfc21e2c"},
    {1035, "6bfb73e1"},
    // Pod has vLLM metrics but no dispatch rate — possible pod/pod_name l..., collector/replica_metrics.go
    {491, "7f838c42"}, {494, "ae64325f"}, {496, "d3b53303"}, {570, "6b00148a"}, {658, "ff694656"},
    {717, "59a1c270"}, {729, "e63aa60a"}, {736, "74979f48"}, {814, "032b5167"}, {824, "c55906a4"},
    {829, "5ddca4f9"}, {871, "efca1b4c"}, {890, "02d06eb2"}, {917, "3bef0f0f"}, {  0, "ed2c6c9e"},
    // Model in transition, blocking scaling decisions, saturation/analyzer.go
    {381, "730e7518"}, {364, "aa48e6e7"}, {367, "59f51f09"}, {368, "072ec8be"}, {384, "4df0bdff"},
    {391, "5be32782"}, {  0, "6436f2b1"},
    // Model in transition, blocking scaling decisions, saturationv1/analyzer.go
    {391, "6436f2b1"},
    // Scale-from-zero decision written to cache, scalefromzero/engine.go
    {365, "8e754982"}, {370, "ae64325f"}, {371, "12e96245"}, {386, "2a6f718d"}, {395, "b0010c6e"},
    {404, "6b00148a"}, {412, "032b5167"}, {413, "a6f2f510"}, {407, "8a02eab1"}, {409, "dfc21e2c"},
    // Updated global saturation config from ConfigMap, controller/variantautoscaling_controller.go
    {533, "0cb6f7bc"}, {523, "2fd4b136"}, {517, "f5ca7b63"}, {512, "162653a5"}, {551, "5d96702d"},
    {421, "d6547686"}, {424, "d7b2a079"}, {297, "6a295ced"}, {318, "401943d4"}, {316, "deeb63f0"},
    {309, "a3763c2f"}, {325, "2963cc73"}, {326, "d2091541"}, {328, "231d63f3"}, {331, "134dde57"},
    {  0, "f37677be"},
    // Updated global saturation config from ConfigMap, controller/configmap_reconciler.go
    {224, "f37677be"}, {163, "6d0cad6f"}, {168, "7f838c42"}, {169, "5a6e4097"}, {173, "dbd0f34b"},
    {181, "1d5553ee"},
    // Setting max replica ceiling, gpurebalance/plugin.go
    {212, "664b0915"}, {214, "ea526cae"},
});
// clang-format on

/// The line of a call in the commits [from, until) of kCommits.
struct Row {
  std::uint16_t line;
  std::uint8_t from;
  std::uint8_t until;
};

/// kMoves with its commits as indexes. A row lasts as long as it may: to the end of the next move's doubt.
constexpr auto resolve_moves() {
  std::array<Row, kMoves.size()> rows{};
  std::size_t next = 0;
  for (const CallSite& site : kSites) {
    const std::size_t first = next;
    std::size_t commit = 0;
    for (; next < first + site.moves; ++next, ++commit) {
      while (kCommits[commit].hash != kMoves[next].since)
        if (++commit == kCommits.size()) throw "an unknown commit, or one before that of the previous move";
      if (next > first) rows[next - 1].until = static_cast<std::uint8_t>(commit + kCommits[commit].doubt);
      rows[next] = {kMoves[next].line, static_cast<std::uint8_t>(commit),
                    static_cast<std::uint8_t>(kCommits.size())};
    }
  }
  if (next != rows.size()) throw "moves without a call";
  return rows;
}

constexpr auto kRows = resolve_moves();

/// [first, end) of each uninterrupted sequence of commits that are possible.
template <std::size_t kSize>
std::vector<std::pair<std::size_t, std::size_t>> intervals_of(const std::bitset<kSize>& possible) {
  std::vector<std::pair<std::size_t, std::size_t>> intervals;
  for (std::size_t i = 0; i < kCommits.size(); ++i) {
    if (!possible[i]) continue;
    if (!intervals.empty() && intervals.back().second == i)
      ++intervals.back().second;
    else
      intervals.emplace_back(i, i + 1);
  }
  return intervals;
}

std::string text_of(const Commit& commit) {
  std::array<char, 24> date{};
  std::snprintf(date.data(), date.size(), " (%04d-%02u-%02u)", static_cast<int>(commit.date.year()),
                static_cast<unsigned>(commit.date.month()), static_cast<unsigned>(commit.date.day()));
  return std::string(commit.hash) + date.data();
}

}  // namespace

BuildFinder::BuildFinder() {
  static_assert(kCommits.size() <= kMaxCommits && kSites.size() <= kMaxSites);
  for (std::size_t i = 0; i < kCommits.size(); ++i)
    possible_.set(i);
}

void BuildFinder::add(std::string_view message, std::string_view caller) {
  const auto colon = caller.rfind(':');
  if (colon == std::string_view::npos) return;
  const auto file = caller.substr(0, colon);
  std::size_t first_row = 0;
  for (std::size_t i = 0; i < kSites.size(); first_row += kSites[i].moves, ++i) {
    if (kSites[i].message != message || kSites[i].file != file) continue;
    std::uint32_t line = 0;
    const char* const end = caller.data() + caller.size();
    const auto [last, error] = std::from_chars(caller.data() + colon + 1, end, line);
    if (error != std::errc() || last != end || line == 0 || line == last_line_[i]) return;
    last_line_[i] = line;

    std::bitset<kMaxCommits> allowed;
    for (const Row& row : std::span(kRows).subspan(first_row, kSites[i].moves))
      if (row.line == line)
        for (std::size_t commit = row.from; commit < row.until; ++commit)
          allowed.set(commit);
    if (allowed.none()) return;
    added_ = true;
    possible_ &= allowed;
    return;
  }
}

std::string BuildFinder::text() const {
  std::string text;
  if (!identified()) return text;
  for (const auto& [first, end] : intervals_of(possible_)) {
    if (!text.empty()) text += ", or ";
    text += text_of(kCommits[first]);
    if (end == kCommits.size())
      text += " or later";
    else
      text += " … before " + text_of(kCommits[end]);
  }
  return text;
}

std::optional<BuildInterval> BuildFinder::interval() const {
  if (!identified()) return {};
  const auto intervals = intervals_of(possible_);
  const std::size_t end = intervals.back().second;
  BuildInterval interval{.from = kCommits[intervals.front().first].date, .before = {}};
  if (end < kCommits.size()) interval.before = kCommits[end].date;
  return interval;
}

}  // namespace wvagate::ingest
