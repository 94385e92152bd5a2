using System.Text.Json;

namespace Contrail.Core.Triggers;

/// <summary>
/// Reads JSON value by value and keeps the first error with its line. After an error every method reports the end, so
/// that callers need no checks of their own. A cursor.
/// </summary>
internal ref struct RulesReader
{
    /// <summary>An argument, a URL or an expression is shorter.</summary>
    public const int MaxTextLength = 4_096;

    private readonly ReadOnlySpan<byte> _content;
    private readonly List<HashSet<string>> _seen = [];
    private Utf8JsonReader _json;

    /// <param name="untrusted">The content.</param>
    /// <param name="maxDepth">How many objects and arrays can be inside each other.</param>
    public RulesReader(ReadOnlySpan<byte> untrusted, int maxDepth)
    {
        _content = untrusted;
        _json = new Utf8JsonReader(untrusted, new JsonReaderOptions
        {
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
            MaxDepth = maxDepth,
        });
    }

    /// <summary>The first error; null if there is none.</summary>
    public RulesError? Error { get; private set; }

    /// <summary>Advances by a token; false at the end and after an error.</summary>
    public bool Next() => Error is null && _json.Read();

    /// <summary>Reports content after the first value.</summary>
    public void End() => _ = Next();

    /// <summary>Whether the current value is an object, whose properties follow.</summary>
    public bool BeginObject(string place)
    {
        _seen.Add(new HashSet<string>(StringComparer.Ordinal));
        return Is(JsonTokenType.StartObject, place, "an object");
    }

    /// <summary>Whether the current value is an array, whose elements follow.</summary>
    public bool BeginArray(string place) => Is(JsonTokenType.StartArray, place, "an array");

    /// <summary>The name of the next property, at its value; null at the end of the object.</summary>
    public string? NextProperty(string place)
    {
        if (!Next() || _json.TokenType == JsonTokenType.EndObject)
        {
            _seen.RemoveAt(_seen.Count - 1);
            return null;
        }

        string name = _json.GetString() ?? "";
        if (!_seen[^1].Add(name))
        {
            Fail(Inside(place, name), "the property is there twice");
        }

        return Next() ? name : null;
    }

    /// <summary>Advances to the next element; false at the end of the array.</summary>
    public bool NextElement() => Next() && _json.TokenType != JsonTokenType.EndArray;

    /// <summary>The current value as text; null after an error.</summary>
    public string? Text(string place)
    {
        if (!Is(JsonTokenType.String, place, "a string"))
        {
            return null;
        }

        string text = _json.GetString() ?? "";
        if (text.Length > MaxTextLength)
        {
            Fail(place, $"the text is longer than {MaxTextLength} characters");
        }

        return Error is null ? text : null;
    }

    /// <summary>The current value as a duration; null after an error.</summary>
    public long? Duration(string place)
    {
        if (Text(place) is not { } text)
        {
            return null;
        }

        if (TriggerQuantity.DurationOf(text) is { } duration)
        {
            return duration;
        }

        Fail(place, "expected a duration with a unit of at most 100 days, such as 10s");
        return null;
    }

    /// <summary>The current value as an integer of a range; null after an error.</summary>
    public int? Number(string place, int min, int max)
    {
        if (Error is null && _json.TokenType == JsonTokenType.Number && _json.TryGetInt32(out int number)
            && number >= min && number <= max)
        {
            return number;
        }

        Fail(place, $"expected an integer from {min} to {max}");
        return null;
    }

    /// <summary>Whether the current value is <c>true</c>.</summary>
    public bool IsTrue(string place) => Is(JsonTokenType.True, place, "true");

    /// <summary>Keeps an error of an expression at the current value.</summary>
    public void Fail(string place, TriggerError error) => Error ??= ErrorHere(
        place, $"{error.Message} at character {error.Position + 1}") with
    { Expression = error };

    /// <summary>Keeps an error at the current value.</summary>
    public void Fail(string place, string message) => Error ??= ErrorHere(place, message);

    /// <summary>Keeps the error of an unknown property.</summary>
    public void FailUnknown(string place, string name, IEnumerable<string> known)
    {
        string nearest = NearestName.Of(name, known) is { } found ? $"; did you mean '{found}'?" : "";
        Fail(Inside(place, name.Length > MaxTextLength ? "" : name), $"unknown property{nearest}");
    }

    /// <summary>An error at the current value.</summary>
    public readonly RulesError ErrorHere(string place, string message)
    {
        int end = (int)Math.Min(_json.TokenStartIndex, _content.Length);
        return new RulesError(_content[..end].Count((byte)'\n') + 1, place, message);
    }

    /// <summary>The place of a property.</summary>
    public static string Inside(string place, string name) => place.Length == 0 ? name : $"{place}.{name}";

    private bool Is(JsonTokenType type, string place, string expected)
    {
        if (Error is null && _json.TokenType != type)
        {
            Fail(place, $"expected {expected}");
        }

        return Error is null;
    }
}
