using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contrail.Agent.Keeping;

/// <summary>The reason of a snapshot by its name in lower case; a name of a later version is read as unknown.</summary>
internal sealed class CauseJsonConverter : JsonConverter<SnapshotCause>
{
    /// <inheritdoc/>
    public override SnapshotCause Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? name = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException();
        return Enum.GetValues<SnapshotCause>().FirstOrDefault(cause => NameOf(cause) == name);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SnapshotCause value, JsonSerializerOptions options) =>
        writer.WriteStringValue(NameOf(value));

    private static string NameOf(SnapshotCause cause) => cause switch
    {
        SnapshotCause.User => "user",
        SnapshotCause.Trigger => "trigger",
        SnapshotCause.End => "end",
        _ => "unknown",
    };
}
