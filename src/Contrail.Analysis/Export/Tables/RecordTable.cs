using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Tables;

/// <summary>How records of one kind become rows. Immutable once it is made.</summary>
/// <param name="name">The name of the table.</param>
/// <param name="needs">The records that become its rows.</param>
/// <param name="meaning">What a row is.</param>
internal sealed class RecordTable<T>(string name, ModelNeeds needs, string meaning)
    where T : struct
{
    private readonly List<TableColumn> _columns = [new("file", TableColumnType.Text, "the name of the trace file")];
    private readonly List<Func<T, TableValue>> _readings = [];
    private TableSchema? _schema;

    /// <summary>The table.</summary>
    public TableSchema Schema => _schema ??= new TableSchema(name, meaning, [.. _columns]) { Needs = needs };

    /// <summary>Reads the values of a record, in the order of the columns.</summary>
    public void Read(string file, T record, TableValue[] row)
    {
        row[0] = file;
        for (int index = 0; index < _readings.Count; index++)
        {
            row[index + 1] = _readings[index](record);
        }
    }

    public RecordTable<T> At(Func<T, TraceTime> read) =>
        Integer("time_ns", "when, in nanoseconds since the start of the trace", one => read(one).Nanoseconds);

    /// <summary>A time of which the trace shows whether it has its start and its end.</summary>
    public RecordTable<T> During(Func<T, TimeRange> read) =>
        Spent(read).Flag("is_whole", "whether the trace has its start and its end", one => read(one).IsWhole);

    public RecordTable<T> Spent(Func<T, TimeRange> read) =>
        Integer("time_ns", "when it began, in nanoseconds since the start of the trace",
            one => read(one).Start.Nanoseconds)
            .Integer("duration_ns", "how long, in nanoseconds, as far as the trace shows it",
                one => read(one).Nanoseconds);

    public RecordTable<T> Thread(Func<T, long> read) => Integer(
        "thread", "the thread or goroutine; unknown if it is not in the trace", one => Known(read(one)));

    public RecordTable<T> Request(Func<T, RequestReference?> read) => Text(
        "request", "the request in which it happened, if that is known", one => $"{read(one)?.Identity}");

    public RecordTable<T> Stack(Func<T, StackId> read) => Integer(
        "stack", "the number of the stack in the table stacks", one => Known(read(one).Value));

    public RecordTable<T> Integer(string column, string about, Func<T, long?> read) =>
        Add(column, TableColumnType.Integer, about, one => read(one));

    public RecordTable<T> Real(string column, string about, Func<T, double> read) =>
        Add(column, TableColumnType.Real, about, one => read(one));

    public RecordTable<T> Flag(string column, string about, Func<T, bool?> read) =>
        Add(column, TableColumnType.Flag, about, one => read(one));

    /// <summary>A text that is empty if it is unknown.</summary>
    public RecordTable<T> Text(string column, string about, Func<T, string> read) => Add(
        column, TableColumnType.Text, about, one => read(one) is { Length: > 0 } text ? text : default(string));

    /// <summary>A text that can be empty.</summary>
    public RecordTable<T> Message(string column, string about, Func<T, string> read) =>
        Add(column, TableColumnType.Text, about, one => read(one));

    /// <summary>The name of a value of an enumeration, whose zero is unknown.</summary>
    public RecordTable<T> Kind<TEnum>(string column, string about, Func<T, TEnum> read)
        where TEnum : struct, Enum => Add(
            column,
            TableColumnType.Text,
            $"{about}: {string.Join(", ", Enum.GetNames<TEnum>().Skip(1))}",
            one => EqualityComparer<TEnum>.Default.Equals(read(one), default) ? default(string) : $"{read(one)}");

    private static long? Known(long id) => id == 0 ? null : id;

    private RecordTable<T> Add(string column, TableColumnType type, string about, Func<T, TableValue> read)
    {
        _columns.Add(new TableColumn(column, type, about));
        _readings.Add(read);
        return this;
    }
}
