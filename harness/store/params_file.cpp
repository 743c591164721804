#include "harness/store/params_file.hpp"

#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <sstream>
#include <vector>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "analysis/core/format.hpp"

namespace wvagate::store {
namespace {

/// As many as the controller prints; a confidence interval is never narrower.
constexpr int kEmittedDigits = 6;

/// A resource is some ten levels deep. An alias of a mapping that it stands in has no end, and aliases of
/// aliases grow without measure.
constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxNodes = 100'000;

constexpr std::string_view kNames = "alpha, beta, gamma and delta";

std::optional<double>* member(ParameterOverrides& parameters, std::string_view name) {
  if (name == "alpha") return &parameters.alpha;
  if (name == "beta") return &parameters.beta;
  if (name == "gamma") return &parameters.gamma;
  if (name == "delta") return &parameters.delta;
  return nullptr;
}

bool is_parameter(double value) {
  return std::isfinite(value) && value >= 0;
}

/// Collects parameters wherever they stand in a document.
class Collector {
 public:
  explicit Collector(std::string path) : path_(std::move(path)) {}

  Status collect(const YAML::Node& node, const std::string& accelerator, std::size_t depth = 0) {
    if (depth > kMaxDepth || ++nodes_ > kMaxNodes) {
      return Error{.where = path_,
                   .line = line_of(node),
                   .what = "is nested too deeply, or aliases of aliases make too much of it"};
    }
    if (node.IsSequence()) {
      for (const auto& item : node) {
        if (auto status = collect(item, accelerator, depth + 1); !status) return status;
      }
      return {};
    }
    if (!node.IsMap()) return {};
    std::string named = accelerator;
    for (const char* key : {"acc", "accelerator"}) {
      if (node[key] && node[key].IsScalar()) named = node[key].as<std::string>();
    }
    for (const auto& entry : node) {
      const auto key = entry.first.as<std::string>();
      ParameterOverrides probe;
      if (member(probe, key) != nullptr && entry.second.IsScalar()) {
        if (auto status = take(key, entry.second, named); !status) return status;
      } else if (entry.second.IsMap() || entry.second.IsSequence()) {
        // A mapping that holds parameters under a name of its own is that accelerator's.
        const bool block = key == "decodeParms" || key == "prefillParms";
        const bool own = !block && entry.second.IsMap() && (entry.second["alpha"] || entry.second["delta"]);
        const bool generic = key == "parameters" || key == "perfParms";
        if (auto status = collect(entry.second, own && !generic ? key : named, depth + 1); !status)
          return status;
      }
    }
    return {};
  }

  ParametersByAccelerator take_all() { return std::move(all_); }

 private:
  Status take(const std::string& key, const YAML::Node& node, const std::string& accelerator) {
    const auto value = parse_number(node.Scalar());
    if (!value || !is_parameter(*value)) {
      return Error{
          .where = path_,
          .line = line_of(node),
          .what = key + " is \"" + escape_for_terminal(node.Scalar()) + "\", not a number from 0 up"};
    }
    std::optional<double>& kept = *member(all_[accelerator], key);
    if (kept && *kept != *value) {
      const std::string whose = accelerator.empty() ? "" : " of \"" + escape_for_terminal(accelerator) + "\"";
      return Error{.where = path_,
                   .line = line_of(node),
                   .what = key + whose + " is given twice, as " + format_shortest(*kept) + " and " +
                           format_shortest(*value),
                   .help = "keep the parameters of one model in the file"};
    }
    kept = value;
    return {};
  }

  static std::uint64_t line_of(const YAML::Node& node) {
    return static_cast<std::uint64_t>(node.Mark().line + 1);
  }

  std::string path_;
  ParametersByAccelerator all_;
  std::size_t nodes_ = 0;
};

/// Holds that documents come to an end. yaml-cpp 0.7 makes of a broken text as "!a,b" empty documents for
/// ever, all of them at one place.
class DocumentProgress final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override {
    if (mark.pos == last_) throw YAML::ParserException(mark, "a tag or anchor is broken");
    last_ = mark.pos;
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
  }
  void OnMapEnd() override {}

 private:
  int last_ = -1;
};

std::vector<YAML::Node> load_documents(const std::string& text) {
  std::istringstream in(text);
  YAML::Parser parser(in);
  DocumentProgress progress;
  while (parser.HandleNextDocument(progress)) {
  }
  return YAML::LoadAll(text);
}

}  // namespace

Status parse_parameters(const std::string& option, const std::string& text, ParametersByAccelerator& all) {
  const auto refuse = [&](const std::string& what) {
    return Error{
        .where = option,
        .what = what,
        .help =
            "write alpha=7.5,beta=0.04,gamma=15,delta=0.0003, with an accelerator and a colon before it "
            "where it is for that one alone"};
  };
  const std::size_t first_sign = text.find('=');
  if (first_sign == std::string::npos)
    return refuse("\"" + escape_for_terminal(text) + "\" names no parameter");
  const std::size_t colon = text.rfind(':', first_sign);
  const std::string accelerator = colon == std::string::npos ? "" : text.substr(0, colon);
  std::string_view rest = std::string_view(text).substr(colon == std::string::npos ? 0 : colon + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const std::size_t sign = pair.find('=');
    const std::string_view name = pair.substr(0, sign);
    std::optional<double>* value = member(all[accelerator], name);
    if (value == nullptr) {
      return refuse("\"" + escape_for_terminal(name) + "\" is no parameter; there are " +
                    std::string(kNames));
    }
    *value = sign == std::string_view::npos ? std::nullopt : parse_number(pair.substr(sign + 1));
    if (!*value || !is_parameter(**value)) {
      return refuse("\"" + escape_for_terminal(pair) + "\" gives no number from 0 up");
    }
  }
  return {};
}

Result<ParametersByAccelerator> read_parameters_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{.where = path, .what = "cannot be opened", .help = "check the name and the rights"};
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  Collector collector(path);
  try {
    for (const YAML::Node& document : load_documents(text)) {
      if (auto status = collector.collect(document, ""); !status) return status.error();
    }
  } catch (const YAML::Exception& fault) {
    return Error{.where = path,
                 .line = static_cast<std::uint64_t>(fault.mark.line + 1),
                 .what = "is neither YAML nor JSON: " + fault.msg};
  }
  auto all = collector.take_all();
  if (all.empty()) {
    return Error{.where = path,
                 .what = text.empty() ? "is empty" : "holds no parameters",
                 .help = text.empty()
                             ? "`calibrate --emit` gives nothing where it recommends no fit, and says why"
                             : "it must name " + std::string(kNames) + ", as perfParms does"};
  }
  return all;
}

std::string parameters_yaml(std::span<const AcceleratorParameters> all) {
  YAML::Emitter yaml;
  const auto member_of = [&](const char* name, double value) {
    yaml << YAML::Key << name << YAML::Value << YAML::DoubleQuoted
         << format_significant(value, kEmittedDigits);
  };
  yaml << YAML::BeginMap << YAML::Key << "accelerators" << YAML::Value << YAML::BeginSeq;
  for (const auto& [accelerator, parameters] : all) {
    yaml << YAML::BeginMap;
    yaml << YAML::Key << "acc" << YAML::Value << YAML::DoubleQuoted << accelerator;
    yaml << YAML::Key << "perfParms" << YAML::Value << YAML::BeginMap;
    yaml << YAML::Key << "decodeParms" << YAML::Value << YAML::BeginMap;
    member_of("alpha", parameters.alpha);
    member_of("beta", parameters.beta);
    yaml << YAML::EndMap << YAML::Key << "prefillParms" << YAML::Value << YAML::BeginMap;
    member_of("gamma", parameters.gamma);
    member_of("delta", parameters.delta);
    yaml << YAML::EndMap << YAML::EndMap << YAML::EndMap;
  }
  yaml << YAML::EndSeq << YAML::EndMap;
  return std::string(yaml.c_str()) + "\n";
}

}  // namespace wvagate::store
