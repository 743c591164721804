#pragma once

#include <functional>
#include <string_view>

#include <CLI/CLI.hpp>

#include "harness/cli/console.hpp"
#include "harness/cli/exit_code.hpp"

namespace wvagate::cli {

/// What a verb does once its options are read.
using Action = std::function<ExitCode(const Console&)>;

/// Declares a verb's options on its subcommand and gives its action, which owns them.
using Declare = Action (*)(CLI::App& app);

Action declare_analyze(CLI::App& app);
Action declare_baseline(CLI::App& app);
Action declare_bench(CLI::App& app);
Action declare_calibrate(CLI::App& app);
Action declare_compare(CLI::App& app);
Action declare_doctor(CLI::App& app);
Action declare_extract(CLI::App& app);
Action declare_gate(CLI::App& app);
Action declare_metrics(CLI::App& app);
Action declare_plot(CLI::App& app);
Action declare_replay(CLI::App& app);
Action declare_selftest(CLI::App& app);
Action declare_synth(CLI::App& app);
Action declare_track(CLI::App& app);

/// One word of the command line. Adding one takes a command_<verb>.cpp and a line in kVerbs.
struct Verb {
  std::string_view name;
  std::string_view summary;
  Declare declare;
};

inline constexpr Verb kVerbs[] = {
    {"extract", "Samples as CSV or NDJSON, a drop-in for the notebook's script", declare_extract},
    {"analyze", "Every figure of each log: compliance, gaps, scaling, prediction error", declare_analyze},
    {"replay", "Re-runs the controller's model: reproduced or not, and what would have been decided instead",
     declare_replay},
    {"calibrate", "Fits the model's four parameters, and says what they would gain out of sample",
     declare_calibrate},
    {"compare", "Two logs, or two sets of them, figure by figure", declare_compare},
    {"baseline", "Makes, replaces and checks baselines", declare_baseline},
    {"gate", "Holds logs against baselines: verdicts, reports, exit code", declare_gate},
    {"selftest", "Makes logs worse on purpose, and shows what the gate catches", declare_selftest},
    {"track", "The history of figures across releases", declare_track},
    {"plot", "Draws the charts of each log", declare_plot},
    {"doctor", "Why a log gives no samples, or odd ones", declare_doctor},
    {"synth", "Writes a controller log of a described scenario in any form, with the truth beside it",
     declare_synth},
    {"bench", "Measures throughput beside reference scans of the same run", declare_bench},
    {"metrics", "The reference table of every figure", declare_metrics},
};

/// This program's version.
std::string_view version();

}  // namespace wvagate::cli
