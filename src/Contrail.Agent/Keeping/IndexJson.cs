using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contrail.Agent.Keeping;

/// <summary>
/// The lines of an index: one object of JSON each. Their properties are a contract: they are neither renamed nor
/// removed.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 4,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(CauseJsonConverter)])]
[JsonSerializable(typeof(KeptSnapshot))]
internal sealed partial class IndexJson : JsonSerializerContext
{
    /// <summary>The maximum length of a line in bytes: about twice that of the longest that is written.</summary>
    public const int MaxLineBytes = 4096;

    /// <summary>The maximum length of the name of a process or reason; more is cut. Escaped, it is six times as long.
    /// </summary>
    public const int MaxNameCharacters = 128;

    /// <summary>Larger sizes are damage: no file system of a recorder is this large, and their sum does not overflow.
    /// </summary>
    private const long MaxFileBytes = 1L << 45;

    private static readonly string[] TraceExtensions = [".nettrace", ".trace"];

    /// <summary>Writes a line, with its end.</summary>
    public static byte[] Line(KeptSnapshot snapshot) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(snapshot, Default.KeptSnapshot), (byte)'\n'];

    /// <summary>Reads a line without its end; false if it does not describe a snapshot.</summary>
    public static bool TryRead(ReadOnlySpan<byte> untrustedLine, out KeptSnapshot? snapshot)
    {
        snapshot = null;
        if (untrustedLine.Length > MaxLineBytes)
        {
            return false;
        }

        try
        {
            KeptSnapshot? read = JsonSerializer.Deserialize(untrustedLine, Default.KeptSnapshot);
            snapshot = read is not null && IsValid(read) ? read : null;
        }
        catch (JsonException)
        {
            // Damage, as the caller reports.
        }

        return snapshot is not null;
    }

    // The name of a file is used to delete it: it must be one of a trace in the folder itself.
    private static bool IsValid(KeptSnapshot read) =>
        IsFileName(read.File)
        && TraceExtensions.Contains(Path.GetExtension(read.File))
        && read.Process.Length <= MaxNameCharacters
        && read.Name.Length <= MaxNameCharacters
        && read.Bytes is >= 0 and <= MaxFileBytes
        && read.CompanionBytes is >= 0 and <= MaxFileBytes
        && double.IsFinite(read.WindowSeconds);

    private static bool IsFileName(string name) =>
        name.AsSpan().IndexOfAny('/', '\\', '\0') < 0
        && !name.StartsWith('.')
        && Encoding.UTF8.GetByteCount(name) <= 255;
}
