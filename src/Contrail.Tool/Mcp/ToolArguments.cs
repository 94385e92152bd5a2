using System.Globalization;
using System.Text.Json;
using Contrail.Tool.Arguments;

namespace Contrail.Tool.Mcp;

/// <summary>The checked arguments of a call. Immutable.</summary>
internal sealed class ToolArguments
{
    private readonly Dictionary<string, string> _texts = [];
    private readonly Dictionary<string, long> _integers = [];

    private ToolArguments()
    {
    }

    /// <summary>The text of a required parameter.</summary>
    public string Required(string name) => _texts[name];

    /// <summary>The text of a parameter; null if it is not given.</summary>
    public string? Text(string name) => _texts.GetValueOrDefault(name);

    /// <summary>The integer of a parameter; null if it is not given.</summary>
    public long? Integer(string name) => _integers.TryGetValue(name, out long value) ? value : null;

    /// <summary>Checks the arguments of a call; null, with the reason, if they are invalid.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="untrusted">The arguments; null for none.</param>
    /// <param name="problem">The reason; empty otherwise.</param>
    public static ToolArguments? Read(
        TraceTool tool, IEnumerable<KeyValuePair<string, JsonElement>>? untrusted, out string problem)
    {
        ToolArguments read = new();
        foreach ((string name, JsonElement value) in untrusted ?? [])
        {
            ToolParameter? parameter = tool.Parameters.FirstOrDefault(one => one.Name == name);
            problem = parameter is null
                ? Unknown(tool, name)
                : value.ValueKind == JsonValueKind.Null ? "" : read.Add(parameter, value);
            if (problem.Length > 0)
            {
                return null;
            }
        }

        ToolParameter? missing = tool.Parameters.FirstOrDefault(
            one => one.IsRequired && !read._texts.ContainsKey(one.Name));
        problem = missing is null ? "" : $"{tool.Name} needs the property '{missing.Name}'. {missing.Description}";
        return missing is null ? read : null;
    }

    private static string Unknown(TraceTool tool, string name)
    {
        string[] names = [.. tool.Parameters.Select(one => one.Name)];
        string known = names.Length == 0
            ? $"{tool.Name} has no properties."
            : $"Its properties are: {string.Join(", ", names)}.";
        string quoted = UsageFault.Quoted(name);
        return name.Length <= ToolParameter.MaxChars && NearestWord.Of(name, names) is { } nearest
            ? $"Unknown property {quoted} of {tool.Name}. Did you mean '{nearest}'?"
            : $"Unknown property {quoted} of {tool.Name}. {known}";
    }

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a character, which JSON can contain and no file name.
            return null;
        }
    }

    private string Add(ToolParameter parameter, JsonElement value)
    {
        if (parameter.Integers is { } range)
        {
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out long number)
                || number < range.Min || number > range.Max)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{parameter.Name}' must be an integer from {range.Min} to {range.Max:N0}.");
            }

            _integers[parameter.Name] = number;
            return "";
        }

        string? text = value.ValueKind == JsonValueKind.String ? TextOf(value) : null;
        if (text is null or { Length: 0 or > ToolParameter.MaxChars })
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"'{parameter.Name}' must be a text of 1 to {ToolParameter.MaxChars:N0} characters.");
        }

        _texts[parameter.Name] = text;
        return "";
    }
}
