using System.Text.Json;

namespace Contrail.Analysis.Export.Firefox;

/// <summary>Writes JSON in columns, and passes it on in pieces. Not safe for concurrent use.</summary>
/// <param name="writer">The writer.</param>
internal sealed class FirefoxJson(Utf8JsonWriter writer)
{
    /// <summary>More than this is passed on.</summary>
    private const int MaxPendingBytes = 1 << 16;

    /// <summary>The writer, for what has no method here.</summary>
    public Utf8JsonWriter Writer => writer;

    /// <summary>An object.</summary>
    /// <param name="name">Its name; null for an item of an array, or the root.</param>
    /// <param name="write">Writes what is in it.</param>
    public void Object(string? name, Action write)
    {
        if (name is null)
        {
            writer.WriteStartObject();
        }
        else
        {
            writer.WriteStartObject(name);
        }

        write();
        writer.WriteEndObject();
        FlushIfLong();
    }

    /// <summary>An array with an item for each element.</summary>
    public void Array<T>(string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            write(writer, item);
            FlushIfLong();
        }

        writer.WriteEndArray();
    }

    /// <summary>An array of numbers.</summary>
    public void Numbers(string name, IEnumerable<int> numbers) =>
        Array(name, numbers, static (writer, number) => writer.WriteNumberValue(number));

    /// <summary>An array of numbers.</summary>
    public void Numbers(string name, IEnumerable<double> numbers) =>
        Array(name, numbers, static (writer, number) => writer.WriteNumberValue(number));

    /// <summary>An array of nulls.</summary>
    public void Nulls(string name, int count) =>
        Array(name, Enumerable.Repeat(0, count), static (writer, _) => writer.WriteNullValue());

    /// <summary>A number.</summary>
    public void Number(string name, double number) => writer.WriteNumber(name, number);

    /// <summary>A text.</summary>
    public void Text(string name, string text) => writer.WriteString(name, text);

    /// <summary>Yes or no.</summary>
    public void Flag(string name, bool value) => writer.WriteBoolean(name, value);

    private void FlushIfLong()
    {
        if (writer.BytesPending > MaxPendingBytes)
        {
            writer.Flush();
        }
    }
}
