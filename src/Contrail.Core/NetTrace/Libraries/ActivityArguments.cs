using System.Globalization;
using Contrail.Core.NetTrace.Payloads;

namespace Contrail.Core.NetTrace.Libraries;

/// <summary>
/// What the keys and values of an event of a DiagnosticSource contain about an activity or a command. Which keys there
/// are depends on the filter with which the source was recorded. Empty for what there is not.
/// </summary>
internal sealed class ActivityArguments
{
    private const int MaxTagChars = 16_000;
    private const int MaxPairs = 1_000;

    private readonly Dictionary<string, string> _values = [];

    /// <summary>Reads an array of keys and values.</summary>
    public ActivityArguments(FieldValue pairs)
    {
        FieldReader elements = pairs.Parts();
        while (elements.MoveNext() && _values.Count < MaxPairs)
        {
            if (elements.Current.TryMember("Key", out FieldValue key)
                && elements.Current.TryMember("Value", out FieldValue value))
            {
                _values.TryAdd(key.ToText(), value.ToText(MaxTagChars));
            }
        }
    }

    /// <summary>The activity's own id, as W3C or in an older form.</summary>
    public string Id => Value("Id");

    /// <summary>The id of the trace.</summary>
    public string TraceId => First(Value("TraceId"), Part(Id, 1));

    /// <summary>The id of the span.</summary>
    public string SpanId => First(Value("SpanId"), Part(Id, 2), Id);

    /// <summary>The id of the parent's span; empty for none.</summary>
    public string ParentId
    {
        get
        {
            string parent = First(Value("ParentSpanId"), Part(Value("ParentId"), 2), Value("ParentId"));
            return parent.AsSpan().ContainsAnyExcept('0') ? parent : "";
        }
    }

    /// <summary>How long it took; null if that is not known.</summary>
    public long? DurationNanoseconds
    {
        get
        {
            const long MaxTicks = 100 * 365 * TimeSpan.TicksPerDay;
            CultureInfo culture = CultureInfo.InvariantCulture;
            long ticks = long.TryParse(Value("DurationTicks"), NumberStyles.None, culture, out long read) ? read
                : TimeSpan.TryParse(Value("Duration"), culture, out TimeSpan duration) ? duration.Ticks
                : 0;
            return ticks is > 0 and <= MaxTicks ? ticks * TimeSpan.NanosecondsPerTick : null;
        }
    }

    /// <summary>The value of a key.</summary>
    public string Value(string key) => _values.GetValueOrDefault(key, "");

    /// <summary>The first of some texts that is not empty.</summary>
    public static string First(params ReadOnlySpan<string> texts)
    {
        foreach (string text in texts)
        {
            if (text.Length > 0)
            {
                return text;
            }
        }

        return "";
    }

    /// <summary>The value of the first of some tags that the activity has.</summary>
    public string Tag(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            string value = First(In(Value("Tags"), name), In(Value("TagObjects"), name), Value(name));
            if (value.Length > 0)
            {
                return value;
            }
        }

        return "";
    }

    // Either "[name, value],[name, value]", or "name:value, name:value".
    private static string In(string tags, string name)
    {
        int listed = tags.IndexOf($"[{name}, ", StringComparison.Ordinal);
        if (listed >= 0)
        {
            string rest = tags[(listed + name.Length + 3)..];
            int end = rest.IndexOf("],[", StringComparison.Ordinal);
            return end >= 0 ? rest[..end] : rest.TrimEnd(']');
        }

        string key = name + ":";
        int start = tags.StartsWith(key, StringComparison.Ordinal) ? 0
            : tags.IndexOf(", " + key, StringComparison.Ordinal) is var next and >= 0 ? next + 2
            : -1;
        if (start < 0)
        {
            return "";
        }

        string after = tags[(start + key.Length)..];
        int comma = after.IndexOf(", ", StringComparison.Ordinal);
        return comma < 0 ? after : after[..comma];
    }

    // A W3C id is "00-trace-span-flags".
    private static string Part(string id, int index) => id.Split('-') is { Length: 4 } parts ? parts[index] : "";
}
