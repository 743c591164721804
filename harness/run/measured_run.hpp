#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/core/result.hpp"
#include "analysis/metric/series_analysis.hpp"
#include "analysis/sample/recording.hpp"
#include "analysis/verdict/baseline.hpp"
#include "analysis/verdict/contender.hpp"
#include "harness/ingest/source/byte_source.hpp"

namespace wvagate::run {

/// A log that was read, and what was computed of its one variant. Views into it live as long as it does.
struct MeasuredRun {
  std::string path;
  std::string sha256;  ///< log_sha256(); empty where the bytes are not those of a file
  verdict::Measure measure;
  Recording recording;
  Series series;
  std::optional<metric::SeriesAnalysis> analysis;
};

/// The SHA-256 of the text of the log at `path`, inflated if it is packed: the same for a run however it
/// was stored. Fails where it cannot be read.
Result<std::string> log_sha256(const std::string& path);

/// Reads the log at `path` and computes its figures under `measure`, for the variant that matches the pattern
/// `variant`, or its only one. Fails where the log cannot be read, ends in the middle of a line, or has no
/// samples of the variant, and where there are several to choose from.
Result<std::unique_ptr<MeasuredRun>> measure_run(const std::string& path, const verdict::Measure& measure,
                                                 const std::optional<std::string>& variant);

/// The same of bytes that are open already, and so without a digest; `path` is what its log is called.
Result<std::unique_ptr<MeasuredRun>> measure_run(ingest::ByteSource& bytes, const std::string& path,
                                                 const verdict::Measure& measure,
                                                 const std::optional<std::string>& variant);

/// Which of the costly figures are among `names`.
metric::CostlyFigures costly_among(std::span<const std::string> names);

/// What would have been measured of `original`'s log if its samples were those of `series`; without a digest,
/// since no such log exists. Views into `original` live as long as that does.
std::unique_ptr<MeasuredRun> with_samples(const MeasuredRun& original, Series series,
                                          metric::CostlyFigures costly = {});

/// What a verdict needs of it: where it comes from, and the figures called `names`.
verdict::Run to_run(const MeasuredRun& measured, const std::vector<std::string>& names);

}  // namespace wvagate::run
