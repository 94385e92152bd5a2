using Contrail.Analysis.Model;

namespace Contrail.Analysis.Filters;

/// <summary>The fields of one kind of record, and how each is read. Immutable once it is made.</summary>
/// <param name="kinds">The kinds that a view declares to receive such records.</param>
internal sealed class RecordFields<T>(ModelNeeds kinds) : IRecordFields
    where T : struct
{
    private readonly List<(FilterField Field, Func<T, FilterValue> Read)> _fields = [];

    /// <inheritdoc/>
    public ModelNeeds Kinds => kinds;

    /// <inheritdoc/>
    public IEnumerable<FilterField> Fields => _fields.Select(one => one.Field);

    /// <summary>How fields of a payload are read; null for records without a payload.</summary>
    public Func<T, string, FilterValue>? ReadPayload { get; private set; }

    /// <summary>How a field is read; null if such records do not have it.</summary>
    public Func<T, FilterValue>? Find(FilterField field)
    {
        if (field.Type == FilterFieldType.Payload)
        {
            Func<T, string, FilterValue>? read = ReadPayload;
            return read is null ? null : record => read(record, field.Name);
        }

        return _fields.Find(one => one.Field == field).Read;
    }

    public RecordFields<T> At(Func<T, TraceTime> read) =>
        Add("time", FilterFieldType.Time, record => FilterValue.Of(read(record), read(record)));

    public RecordFields<T> AtAny(Func<T, TraceTime?> read) => Add(
        "time", FilterFieldType.Time, record => read(record) is { } at ? FilterValue.Of(at, at) : default);

    public RecordFields<T> During(Func<T, TimeRange> read) =>
        Add("time", FilterFieldType.Time, record => FilterValue.Of(read(record).Start, read(record).End))
            .Add("duration", FilterFieldType.Duration, record => FilterValue.Of((double?)read(record).Nanoseconds));

    public RecordFields<T> Thread(Func<T, long> read) => Identity("thread", record => unchecked((ulong)read(record)));

    public RecordFields<T> Stack(Func<T, StackId> read) =>
        Add("stack", FilterFieldType.Stack, record => FilterValue.Of(read(record)));

    /// <summary>A text that is empty if it is unknown.</summary>
    public RecordFields<T> Text(string name, Func<T, string> read) => Add(
        name,
        FilterFieldType.Text,
        record => read(record) is { Length: > 0 } text ? FilterValue.Of(text) : default);

    /// <summary>A text that can be empty.</summary>
    public RecordFields<T> Message(Func<T, string> read) =>
        Add("message", FilterFieldType.Text, record => FilterValue.Of(read(record)));

    /// <summary>The name of a value of an enumeration; its zero is unknown.</summary>
    public RecordFields<T> Kind<TEnum>(string name, Func<T, TEnum> read)
        where TEnum : struct, Enum => Add(
            name,
            FilterFieldType.Text,
            record => EqualityComparer<TEnum>.Default.Equals(read(record), default)
                ? default
                : FilterValue.Of(read(record).ToString()));

    public RecordFields<T> Number(string name, Func<T, double?> read, FilterFieldType type = FilterFieldType.Number) =>
        Add(name, type, record => FilterValue.Of(read(record)));

    public RecordFields<T> Bytes(Func<T, double?> read) => Number("bytes", read, FilterFieldType.Bytes);

    public RecordFields<T> Identity(string name, Func<T, ulong> read) =>
        Add(name, FilterFieldType.Identity, record => FilterValue.Of(read(record)));

    public RecordFields<T> Payload(Func<T, string, FilterValue> read)
    {
        ReadPayload = read;
        return Add(FilterFields.PayloadPrefix, FilterFieldType.Payload, static _ => default);
    }

    private RecordFields<T> Add(string name, FilterFieldType type, Func<T, FilterValue> read)
    {
        _fields.Add((new FilterField(name, type), read));
        return this;
    }
}
