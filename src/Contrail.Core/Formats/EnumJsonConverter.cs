using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contrail.Core.Formats;

/// <summary>
/// Writes an enum as its name in camel case. A name that this version does not know is read as the value 0, which is
/// always <c>Unknown</c>: a manifest of a later version stays readable.
/// </summary>
internal sealed class EnumJsonConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.String ? throw new JsonException("The value is not a string.")
        : Parse(reader.GetString());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(EnumName.Of(value));

    private static T Parse(string? untrusted) =>
        Enum.TryParse(untrusted, ignoreCase: true, out T value) && Enum.IsDefined(value) ? value : default;
}
