using System.Text.Json;
using System.Text.Json.Serialization;
using Contrail.Core.Redaction;

namespace Contrail.Core.Snapshots;

/// <summary>The manifest as JSON, the form in which files contain it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SnapshotManifest))]
internal sealed partial class SnapshotManifestJson : JsonSerializerContext
{
    /// <summary>Writes a manifest.</summary>
    public static string Write(SnapshotManifest manifest) =>
        JsonSerializer.Serialize(manifest, Default.SnapshotManifest);

    /// <summary>
    /// Reads a manifest; false if the text is not a manifest or omits a required element. Secrets in its command line
    /// are replaced: another tool can have written it.
    /// </summary>
    public static bool TryRead(string untrusted, out SnapshotManifest? manifest)
    {
        try
        {
            SnapshotManifest? read = JsonSerializer.Deserialize(untrusted, Default.SnapshotManifest);
            SnapshotManifest? filled = read is null ? null : Filled(read);
            manifest = filled is not null && HasAllElements(filled) ? Redacted(filled) : null;
        }
        catch (JsonException)
        {
            manifest = null;
        }

        return manifest is not null;
    }

    // A file can contain null here, which its readers check.
    private static SnapshotManifest Redacted(SnapshotManifest read) => read.Process?.CommandLine is { } line
        ? read with { Process = read.Process with { CommandLine = CommandLineRedaction.Redact(line) } }
        : read;

    // A property that the text omits is null here, whatever its initial value: a manifest of an earlier version.
    private static SnapshotManifest Filled(SnapshotManifest read) => read with
    {
        Triggers = read.Triggers ?? [],
        TriggerCount = Math.Max(read.TriggerCount, read.Triggers?.Count ?? 0),
        Profiles = read.Profiles ?? [],
        Lanes = read.Lanes ?? [],
        SilentProviders = read.SilentProviders ?? [],
    };

    // The serializer holds properties to their annotations, but not the elements of lists.
    private static bool HasAllElements(SnapshotManifest read) =>
        read.Losses.All(static loss => loss is not null)
        && read.Triggers.All(static trigger => trigger is not null)
        && read.Sessions.All(static session => session is not null)
        && read.Profiles.All(static profile => profile is not null)
        && read.Lanes.All(static lane => lane is not null)
        && read.SilentProviders.All(static provider => provider is not null);
}
