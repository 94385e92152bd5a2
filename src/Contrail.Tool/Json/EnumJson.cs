using System.Text.Json;

namespace Contrail.Tool.Json;

/// <summary>The name of a value of an enum in JSON: in camel case, as the serializer writes it.</summary>
internal static class EnumJson
{
    /// <summary>The name.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
