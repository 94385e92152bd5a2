using Contrail.Tool.Text;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Writes results to standard output and everything else to standard error. No call waits for a reader.
/// </summary>
internal sealed class ForegroundOutput
{
    private static readonly TimeSpan MaxFinish = TimeSpan.FromSeconds(1);

    private readonly LineWriter _results = new(1);
    private readonly LineWriter _notes = new(2);
    private readonly string _prefix;

    /// <param name="prefix">The start of each note, which distinguishes it from the output of a recorded
    /// command.</param>
    public ForegroundOutput(string prefix = "")
    {
        _prefix = prefix;
    }

    /// <summary>Writes a line for people to standard error.</summary>
    public void Note(string line) => _notes.WriteLine(_prefix + NumberFormat.OneLine(line));

    /// <summary>Writes a line unchanged to standard error, for programs.</summary>
    public void WriteToError(string line) => _notes.WriteLine(line);

    /// <summary>Writes a result to standard output.</summary>
    public void Result(string line) => _results.WriteLine(line);

    /// <summary>Writes the status line; it is skipped while other output is queued.</summary>
    public void Status(string text) => _notes.WriteIfIdle(text);

    /// <summary>Waits for readers with a short timeout, and reports the lines that could not be written.</summary>
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
