using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Contrail.Tool.Json;

/// <summary>
/// Writes a document with a maximum of characters, for a reader with little room. A longer one is cut: its lists and
/// its texts become shorter, and the property <c>truncated</c> contains what is missing.
/// </summary>
internal static class BoundedJson
{
    /// <summary>About 10,000 tokens.</summary>
    public const int MaxChars = 40_000;

    /// <summary>The columns are the description of rows, which are useless without them.</summary>
    private const string Columns = "columns";
    private const string Frames = "frames";
    private const string Rows = "rows";
    private const string OmittedRows = "omittedRows";
    private const string Truncated = "truncated";
    private const string Cut = "…";
    private const int MaxPaths = 20;

    /// <summary>From whole lists to one element of each. The outer frames of stacks are missed least.</summary>
    private static readonly Limits[] Steps =
    [
        new(200, 40, 4_000), new(200, 12, 2_000), new(200, 6, 1_000), new(100, 6, 1_000), new(50, 5, 500),
        new(25, 4, 250), new(12, 3, 120), new(6, 3, 80), new(3, 2, 60), new(1, 1, 40),
    ];

    private static readonly ToolJson Compact = new(new JsonSerializerOptions(ToolJson.Default.Options)
    {
        // Not for HTML: names of generic types stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Writes a document that is a record.</summary>
    public static string Of<T>(T value) => Of((JsonObject)JsonSerializer.SerializeToNode(
        value, (JsonTypeInfo<T>)Compact.GetTypeInfo(typeof(T))!)!);

    /// <summary>Writes a document, which is changed if it is too long.</summary>
    public static string Of(JsonObject document)
    {
        string text = Text(document);
        Dictionary<string, long> omitted = [];
        foreach (Limits limits in Steps)
        {
            if (text.Length <= MaxChars)
            {
                return text;
            }

            Shorten(document, "", limits, omitted);
            document.Remove(Truncated);
            document.Insert(0, Truncated, Description(omitted));
            text = Text(document);
        }

        return text.Length <= MaxChars ? text : Text(new JsonObject { [Truncated] = Description([]) });
    }

    private static string Text(JsonObject document) =>
        JsonSerializer.Serialize(document, (JsonTypeInfo<JsonObject>)Compact.GetTypeInfo(typeof(JsonObject))!);

    private static JsonObject Description(Dictionary<string, long> omitted)
    {
        JsonObject counts = [];
        foreach ((string path, long count) in omitted.OrderByDescending(one => one.Value).Take(MaxPaths))
        {
            counts[path] = count;
        }

        return new JsonObject
        {
            ["message"] = string.Create(
                CultureInfo.InvariantCulture,
                $"INCOMPLETE: an answer has at most {MaxChars:N0} characters, so elements are missing. Request less: "
                    + $"fewer rows, one table, or a filter."),
            ["omittedElements"] = counts,
        };
    }

    private static void Shorten(JsonObject part, string path, Limits limits, Dictionary<string, long> omitted)
    {
        foreach ((string name, JsonNode? value) in part.ToArray())
        {
            string inner = path.Length > 0 ? $"{path}.{name}" : name;
            if (value is JsonArray list && name != Columns)
            {
                int removedCount = Math.Max(0, list.Count - (name == Frames ? limits.Frames : limits.Elements));
                Remove(part, name, list, removedCount);
                omitted[inner] = omitted.GetValueOrDefault(inner) + removedCount;
                list.OfType<JsonObject>().ToList().ForEach(one => Shorten(one, inner, limits, omitted));
            }
            else if (value is JsonObject nested && name != Truncated)
            {
                Shorten(nested, inner, limits, omitted);
            }
            else if (value is JsonValue text && text.TryGetValue(out string? whole) && whole.Length > limits.Chars)
            {
                part[name] = whole[..limits.Chars] + Cut;
            }
        }

        omitted.Where(one => one.Value == 0).ToList().ForEach(one => omitted.Remove(one.Key));
    }

    private static void Remove(JsonObject parent, string name, JsonArray list, int count)
    {
        for (int index = 0; index < count; index++)
        {
            list.RemoveAt(list.Count - 1);
        }

        if (name == Rows && parent[OmittedRows] is JsonValue before && before.TryGetValue(out long omittedCount))
        {
            parent[OmittedRows] = omittedCount + count;
        }
    }

    private readonly record struct Limits(int Elements, int Frames, int Chars);
}
