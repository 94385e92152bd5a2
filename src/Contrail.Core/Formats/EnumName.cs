using System.Text.Json;

namespace Contrail.Core.Formats;

/// <summary>The name of an enum value in JSON, in instruments and in manifests.</summary>
internal static class EnumName
{
    /// <summary>The name in camel case; null for no value.</summary>
    public static string? Of(Enum? value) =>
        value is null ? null : JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
