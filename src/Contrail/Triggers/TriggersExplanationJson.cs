using System.Text.Json.Serialization;

namespace Contrail.Triggers;

/// <summary>The JSON of explanations.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(IReadOnlyList<TriggersExplanation>))]
internal sealed partial class TriggersExplanationJson : JsonSerializerContext;
