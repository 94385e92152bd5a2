using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Contrail.Agent.Doctor;
using Contrail.Analysis.Model;
using Contrail.Core.Files;
using Contrail.Core.Formats;

namespace Contrail.Tool.Json;

/// <summary>
/// The only serializer of the tool: names in camel case, enums by name, unknown values as null. Each type in this
/// folder is a contract; its properties are neither renamed nor removed, and new ones are added at the end.
/// </summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters =
    [
        typeof(EnumJsonConverter<FindingGrade>),
        typeof(EnumJsonConverter<CoverageState>),
        typeof(EnumJsonConverter<Severity>),
        typeof(EnumJsonConverter<TraceFaultCode>),
        typeof(ManifestJsonConverter<ManifestLoss>),
        typeof(ManifestJsonConverter<SnapshotManifest>),
    ])]
[JsonSerializable(typeof(DoctorJson))]
[JsonSerializable(typeof(GoInfoJson))]
[JsonSerializable(typeof(GoSummaryJson))]
[JsonSerializable(typeof(InfoJson))]
[JsonSerializable(typeof(IReadOnlyList<ListedTargetJson>))]
[JsonSerializable(typeof(RefusedFileJson))]
[JsonSerializable(typeof(SnapshotLineJson))]
[JsonSerializable(typeof(SummaryJson))]
[JsonSerializable(typeof(VerdictJson))]
[JsonSerializable(typeof(JsonArray))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ToolJson : JsonSerializerContext;
