#include "harness/plot/gnuplot.hpp"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

#include "analysis/core/format.hpp"
#include "harness/process/process.hpp"
#include "harness/process/work_directory.hpp"

namespace wvagate::plot {
namespace {

namespace fs = std::filesystem;
using process::ProcessOutcome;
using process::ProcessSpec;

constexpr std::string_view kInstall =
    "install it (Debian: apt-get install gnuplot-nox), or leave the charts out with --charts none";
constexpr std::uintmax_t kLargestPicture = 256u << 20;

bool write(const fs::path& path, const std::string& content) {
  std::ofstream out(path, std::ios::binary);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.close();
  return static_cast<bool>(out);
}

/// Says in a PNG how large it is meant to be, which gnuplot does not: 300 dots an inch. The chunk, its
/// checksum included, goes behind the header, which is always 33 bytes.
void set_resolution(std::string& png) {
  using namespace std::string_view_literals;
  constexpr std::size_t kHeaderEnd = 33;
  constexpr auto kDotsPerMetre = "\0\0\0\x09pHYs\0\0\x2E\x23\0\0\x2E\x23\x01\x78\xA5\x3F\x76"sv;
  if (png.size() > kHeaderEnd && png.find("pHYs") == std::string::npos) png.insert(kHeaderEnd, kDotsPerMetre);
}

/// A picture that gnuplot has finished.
std::optional<std::string> read_picture(const fs::path& path, Format format) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error || size > kLargestPicture) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  std::string content((std::istreambuf_iterator<char>(in)), {});
  const std::string_view end =
      std::string_view(content).substr(content.size() - std::min<std::size_t>(16, content.size()));
  const bool whole = end.find(format == Format::svg ? "</svg>" : "IEND") != std::string_view::npos;
  if (!whole) return std::nullopt;
  if (format == Format::png) set_resolution(content);
  return content;
}

Error cannot_draw(std::string what, std::string help = {}) {
  return {.kind = ErrorKind::output,
          .where = "gnuplot",
          .what = "charts could not be drawn: " + std::move(what),
          .help = std::move(help)};
}

/// The last line that says something, which is gnuplot's complaint.
std::string complaint_of(const std::string& output) {
  std::string_view rest = output;
  std::string_view last;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.find_first_not_of(" \t^") != std::string_view::npos) last = line;
  }
  return last.empty() ? "" : ": " + shorten(escape_for_terminal(last), 200);
}

std::optional<Error> problem_of(const Result<ProcessOutcome>& outcome, const GnuplotOptions& options) {
  if (!outcome) return cannot_draw(describe(outcome.error()), std::string(kInstall));
  const ProcessOutcome& ended = outcome.value();
  if (ended.timed_out) {
    return cannot_draw("not done within " +
                       format_significant(static_cast<double>(options.time_limit.count()) / 1000, 6) +
                       " s, killed");
  }
  if (ended.signal != 0)
    return cannot_draw("killed by signal " + std::to_string(ended.signal) + complaint_of(ended.output));
  if (ended.exit_code != 0)
    return cannot_draw("it exits " + std::to_string(ended.exit_code) + complaint_of(ended.output),
                       "version 5.4 or later is needed");
  return std::nullopt;
}

}  // namespace

Drawing draw(std::span<const Chart> charts, Format format, const GnuplotOptions& options) {
  Drawing drawing;
  const auto program = process::find_program("gnuplot", options.search_path);
  if (!program) {
    drawing.problem = cannot_draw("there is no gnuplot on the PATH", std::string(kInstall));
    return drawing;
  }
  const process::WorkDirectory work;
  bool written = work.made();
  ProcessSpec spec{.program = *program,
                   .arguments = {"-d"},
                   .directory = work.path().string(),
                   .environment = {},
                   .time_limit = options.time_limit,
                   .give_up = options.give_up};
  for (const Chart& chart : charts) {
    written = written && write(work.path() / (chart.name + ".gp"), chart.script) &&
              write(work.path() / (chart.name + ".dat"), chart.data);
    spec.arguments.push_back(chart.name + ".gp");
  }
  if (!written) {
    drawing.problem = cannot_draw(std::string("no temporary directory: ") + std::strerror(errno),
                                  "TMPDIR names another place");
    return drawing;
  }
  // HOME is where fontconfig keeps its cache.
  spec.environment = {"PATH=" + options.search_path, "LC_ALL=C.UTF-8", "TZ=UTC",
                      "HOME=" + work.path().string()};
  drawing.problem = problem_of(process::run_process(spec), options);
  for (const Chart& chart : charts) {
    const std::string file = chart.name + "." + std::string(extension_of(format));
    if (auto picture = read_picture(work.path() / file, format)) {
      drawing.pictures.emplace(chart.name, std::move(*picture));
    } else if (!drawing.problem) {
      drawing.problem = cannot_draw("it left no " + file);
    }
  }
  return drawing;
}

}  // namespace wvagate::plot
