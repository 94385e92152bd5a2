using Contrail.Tool.Files;
using Contrail.Tool.Text;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Prints a page about the last snapshot, after it is written and the recorder has detached. A failure is a message: it
/// changes neither the file nor the exit code of the recording.
/// </summary>
/// <param name="report">The page.</param>
/// <param name="write">Receives the page in one piece.</param>
/// <param name="note">Receives what is wrong.</param>
/// <param name="isTerminal">Whether the page is written to a terminal.</param>
internal sealed class EndReport(FileReport report, Action<string> write, Action<string> note, bool isTerminal)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a canceled report may take to end; the exit of this process ends it otherwise.</summary>
    private static readonly TimeSpan MaxCancel = TimeSpan.FromSeconds(1);

    /// <summary>Prints the page of a snapshot.</summary>
    /// <param name="path">The snapshot.</param>
    /// <param name="isCanceled">Returns whether the user requested to stop meanwhile.</param>
    public void Write(string path, Func<bool> isCanceled)
    {
        using StringWriter page = new();
        using StringWriter error = new();
        using CancellationTokenSource canceling = new();
        PageOutput to = new(page, error, OutputConsole.Of(new BufferedTerminal(page, isTerminal)));
        CancellationToken token = canceling.Token;
        DedicatedWait writing = new("Contrail report", () => report.Write(path, to, token));
        while (!writing.IsOver(LookEvery))
        {
            if (isCanceled())
            {
                canceling.Cancel();
                writing.IsOver(MaxCancel);
                note($"no report: a stop request arrived. To see it later: {Command(path)}");
                return;
            }
        }

        Conclude(writing, path, page, error);
    }

    private void Conclude(DedicatedWait writing, string path, StringWriter page, StringWriter error)
    {
        string why = error.ToString().Trim();
        try
        {
            writing.Conclude();
            if (page.ToString() is { Length: > 0 } text)
            {
                write(text.TrimEnd());
            }
        }
        catch (Exception failure)
        {
            // Of any kind: the snapshot is written, and its recording succeeded.
            why = failure.Message;
        }

        if (why.Length > 0)
        {
            note($"report: {why.TrimEnd('.')}. To see it later: {Command(path)}");
        }
    }

    private string Command(string path) => $"contrail {report.Command} {path}";
}
