using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Contrail.Tool.Json;

/// <summary>Writes the JSON of all commands: a document is indented, a line is not.</summary>
internal static class JsonOutput
{
    private static readonly ToolJson Indented =
        new(new JsonSerializerOptions(ToolJson.Default.Options) { WriteIndented = true, NewLine = "\n" });

    /// <summary>Writes the only output of a command, indented.</summary>
    public static string Document<T>(T value) => Write(value, Indented);

    /// <summary>Writes one of several outputs of a command, in one line.</summary>
    public static string Line<T>(T value) => Write(value, ToolJson.Default);

    private static string Write<T>(T value, ToolJson context) =>
        JsonSerializer.Serialize(value, (JsonTypeInfo<T>)context.GetTypeInfo(typeof(T))!);
}
