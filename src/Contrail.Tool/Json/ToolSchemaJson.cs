using System.Text.Json;
using System.Text.Json.Nodes;
using Contrail.Tool.Mcp;

namespace Contrail.Tool.Json;

/// <summary>The JSON schema of the arguments of a tool.</summary>
internal static class ToolSchemaJson
{
    /// <summary>The schema; it permits no other properties.</summary>
    public static JsonElement Of(IReadOnlyList<ToolParameter> parameters)
    {
        JsonObject properties = [];
        foreach (ToolParameter parameter in parameters)
        {
            properties[parameter.Name] = Property(parameter);
        }

        JsonObject schema = new()
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. parameters.Where(one => one.IsRequired)
                .Select(one => (JsonNode)JsonValue.Create(one.Name))]),
            ["additionalProperties"] = false,
        };
        using JsonDocument parsed = JsonDocument.Parse(schema.ToJsonString());
        return parsed.RootElement.Clone();
    }

    private static JsonObject Property(ToolParameter parameter) => parameter.Integers is { } range
        ? new JsonObject
        {
            ["type"] = "integer",
            ["minimum"] = range.Min,
            ["maximum"] = range.Max,
            ["description"] = parameter.Description,
        }
        : new JsonObject
        {
            ["type"] = "string",
            ["maxLength"] = ToolParameter.MaxChars,
            ["description"] = parameter.Description,
        };
}
