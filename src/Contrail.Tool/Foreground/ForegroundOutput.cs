using Contrail.Tool.Text;

namespace Contrail.Tool.Foreground;

/// <summary>
/// What a recording writes: results to standard output, everything else to standard error. No call waits for a reader.
/// </summary>
internal sealed class ForegroundOutput
{
    private static readonly TimeSpan MaxFinish = TimeSpan.FromSeconds(1);

    private readonly LineWriter _results = new(1);
    private readonly LineWriter _notes = new(2);
    private readonly string _prefix;

    /// <param name="prefix">The start of each note, to tell it from the lines of a recorded command.</param>
    public ForegroundOutput(string prefix = "")
    {
        _prefix = prefix;
    }

    /// <summary>A line for people on standard error.</summary>
    public void Note(string line) => _notes.WriteLine(_prefix + NumberFormat.OneLine(line));

    /// <summary>A line on standard error as it is, for programs.</summary>
    public void WriteToError(string line) => _notes.WriteLine(line);

    /// <summary>A result on standard output.</summary>
    public void Result(string line) => _results.WriteLine(line);

    /// <summary>A text of the status line; left out while other output waits.</summary>
    public void Status(string text) => _notes.WriteIfIdle(text);

    /// <summary>Waits for readers, but not long, and reports the lines that they did not get.</summary>
    public void Finish()
    {
        _results.Finish(MaxFinish);
        long missing = _results.DroppedCount + _results.PendingCount;
        if (missing > 0)
        {
            string why = _results.LastError ?? "its reader does not read";
            Note($"Cannot write to standard output: {why}. Missing or incomplete there: "
                + $"{Page.Counted(missing, "line")}; snapshot files are not affected.");
        }

        _notes.Finish(MaxFinish);
    }
}
