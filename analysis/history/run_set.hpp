#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/core/time.hpp"

/// What is kept of a release's runs (design, product §5).
namespace wvagate::history {

struct Figure {
  std::string metric;
  double value = 0;  ///< finite

  friend bool operator==(const Figure&, const Figure&) = default;
};

/// One recorded run.
struct Run {
  std::string log;              ///< name, without directories
  std::string sha256;           ///< of the log's bytes, 64 hexadecimal digits; empty where not known
  std::vector<Figure> figures;  ///< those that could be computed, by name; each once

  friend bool operator==(const Run&, const Run&) = default;
};

/// How the figures were computed, and on what.
struct Provenance {
  std::string controller;       ///< the controller's version; empty where nobody said
  std::string tool;             ///< version of wvagate that computed the figures
  std::size_t definitions = 0;  ///< edition of the metrics' formulas (metric::kDefinitions)
  std::string policy;
  double dedup_window_s = 0;
  std::optional<double> slo_itl_ms;   ///< stood in where a log named none
  std::optional<double> slo_ttft_ms;  ///< likewise
  std::string accelerator;            ///< empty where the logs do not tell
  std::string model;                  ///< likewise

  friend bool operator==(const Provenance&, const Provenance&) = default;
};

/// The runs of one scenario that stand for a release. Scenario, release and commit are its key: a history has
/// each once.
struct RunSet {
  std::string scenario;
  std::string release;
  std::string commit;  ///< empty where nobody said
  TimePoint date;      ///< whole milliseconds
  Provenance provenance;
  std::vector<Run> runs;  ///< one at least, by log and digest

  friend bool operator==(const RunSet&, const RunSet&) = default;
};

/// What must be alike for values of two run-sets to be compared, in one line: policy, editions, targets,
/// accelerator and model, and neither the controller's nor this program's version.
std::string basis_text(const Provenance& provenance);

/// Puts runs and figures into their order, so that equal run-sets compare equal however they were gathered.
void put_in_order(RunSet& run_set);

/// What `given` has other than `kept`, which has the same key: a line each, empty where they are equal. At
/// most `most` lines; the last one then counts the rest.
std::vector<std::string> differences(const RunSet& kept, const RunSet& given, std::size_t most);

}  // namespace wvagate::history
