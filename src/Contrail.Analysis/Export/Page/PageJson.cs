using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Contrail.Analysis.Export.Page;

/// <summary>
/// Writes JSON for a script element of a page: no text can end the element or begin a comment in it,
/// because all of <c>&lt; &gt; &amp;</c>, quotes and line separators are escaped.
/// </summary>
internal static class PageJson
{
    private const int FlushBytes = 64 << 10;

    // All letters of all languages as they are; the encoder escapes what HTML or a script could read as an end.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        SkipValidation = false,
    };

    /// <summary>A writer to a stream, which it does not close.</summary>
    public static Utf8JsonWriter Create(Stream stream) => new(stream, Options);

    /// <summary>Passes on what is written, if it is much.</summary>
    public static void FlushSome(this Utf8JsonWriter writer)
    {
        if (writer.BytesPending > FlushBytes)
        {
            writer.Flush();
        }
    }

    /// <summary>Writes a property with an array.</summary>
    public static void WriteArray<T>(
        this Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            write(writer, item);
            writer.FlushSome();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes a property with an array of integers.</summary>
    public static void WriteIntegers(this Utf8JsonWriter writer, string name, IEnumerable<long> numbers) =>
        writer.WriteArray(name, numbers, static (to, number) => to.WriteNumberValue(number));

    /// <summary>Writes the integers as the difference of each from the one before it, which are shorter.</summary>
    public static void WriteDifferences(this Utf8JsonWriter writer, string name, IEnumerable<long> numbers)
    {
        writer.WriteStartArray(name);
        long before = 0;
        foreach (long number in numbers)
        {
            writer.WriteNumberValue(unchecked(number - before));
            before = number;
            writer.FlushSome();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes the integers if one of them is not the usual one.</summary>
    public static void WriteUnusual(this Utf8JsonWriter writer, string name, long usual, IReadOnlyList<long> numbers)
    {
        if (numbers.Any(number => number != usual))
        {
            writer.WriteIntegers(name, numbers);
        }
    }

    /// <summary>Writes a number: an integer without a fraction, and null for one that is unknown.</summary>
    public static void WriteShortNumber(this Utf8JsonWriter writer, double? number)
    {
        if (number is not { } known || !double.IsFinite(known))
        {
            writer.WriteNullValue();
        }
        else if (Math.Abs(known) < 1L << 53 && known == Math.Floor(known))
        {
            writer.WriteNumberValue((long)known);
        }
        else
        {
            writer.WriteNumberValue(known);
        }
    }

    /// <summary>Writes a text, unless it is empty.</summary>
    public static void WriteKnown(this Utf8JsonWriter writer, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            writer.WriteString(name, text);
        }
    }

    /// <summary>The name of a value of an enumeration, in camel case.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
