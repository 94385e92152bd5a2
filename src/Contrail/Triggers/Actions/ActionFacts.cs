using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contrail.Triggers.Actions;

/// <summary>What an action receives about a rule that fired. Immutable.</summary>
/// <param name="Trigger">The rule, what was observed, and what was suppressed.</param>
/// <param name="Reason">The reason in the manifest of the snapshot.</param>
/// <param name="Process">The name of the recorded process; empty if unknown.</param>
/// <param name="ProcessId">Its id; 0 if unknown.</param>
internal sealed record ActionFacts(ManifestTrigger Trigger, string Reason, string Process, int ProcessId)
{
    /// <summary>The name and version of this form.</summary>
    public string Schema { get; } = "contrail.trigger/1";

    /// <summary>
    /// The full path of the snapshot, or what else its sink calls its place; null if it was not written.
    /// </summary>
    public string? File { get; init; }

    /// <summary>Its size.</summary>
    public long? FileBytes { get; init; }

    /// <summary>Why the snapshot was not written; null if it was.</summary>
    public string? Error { get; init; }

    /// <summary>As JSON, in one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ActionFactsJson.Default.ActionFacts);
}

/// <summary>The JSON of actions.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ActionFacts))]
internal sealed partial class ActionFactsJson : JsonSerializerContext;
