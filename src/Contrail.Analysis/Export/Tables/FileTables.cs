using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Model;
using static Contrail.Analysis.Export.Tables.TableColumnType;

namespace Contrail.Analysis.Export.Tables;

/// <summary>
/// The tables that are not about records: files, losses, threads, stacks. Immutable; safe from any thread.
/// </summary>
internal static class FileTables
{
    /// <summary>The files.</summary>
    public static TableSchema Files { get; } = new("files", "a trace file that was read",
    [
        new("file", Text, "its name"),
        new("format", Text, "its format"),
        new("process", Text, "the name of the recorded process, or the address of the Go service"),
        new("pid", Integer, "its process id"),
        new("runtime", Text, "the version of its runtime"),
        new("start_unix_ns", Integer, "the time of day at the start, in nanoseconds since 1970"),
        new("duration_ns", Integer, "the length of the trace"),
        new("reason", Text, "why it was taken"),
    ]);

    /// <summary>What is missing.</summary>
    public static TableSchema Losses { get; } = new("losses", "something that happened and is missing",
    [
        new("file", Text, "the name of the trace file"),
        new("from_unix_ns", Integer, "the last moment known to be before it"),
        new("to_unix_ns", Integer, "the first moment known to be after it"),
        new("reason", Text, "why"),
        new("count", Integer, "how much, in the unit of the reason"),
        new("detail", Text, "further details"),
        new("lane", Text, "the kind of the lost records, if they are no events of the runtime"),
        new("thread", Integer, "the thread; unknown also for all threads"),
    ]);

    /// <summary>The names of threads.</summary>
    public static TableSchema Threads { get; } = new("threads", "a thread of which more than its number is known",
    [
        new("file", Text, "the name of the trace file"),
        new("thread", Integer, "its number"),
        new("role", Text, "what it is for, such as the thread pool"),
        new("name", Text, "what the operating system calls it"),
    ]);

    /// <summary>The frames of stacks.</summary>
    public static TableSchema Stacks { get; } = new("stacks", "a frame of a stack",
    [
        new("file", Text, "the name of the trace file"),
        new("stack", Integer, "the number of the stack in this file"),
        new("depth", Integer, "0 for the innermost frame"),
        new("method", Text, "the method with its parameters, or its module if that is all that is known"),
        new("module", Text, "its module"),
        new("source", Text, "its source file"),
        new("line", Integer, "the line in it"),
    ]);

    /// <summary>All of them, and all tables of records.</summary>
    public static IReadOnlyList<TableSchema> All { get; } = [Files, Losses, Threads, Stacks, .. ModelTables.All];

    /// <summary>The row of a file.</summary>
    public static TableValue[] RowOf(ExportedFile file, FileDescription about, TraceExtent extent) =>
    [
        file.Name,
        about.Format,
        Known(about.Process?.Name),
        about.Process is { Id: > 0 } process ? process.Id : default(long?),
        Known(about.Process?.RuntimeVersion),
        extent.StartUtc is { } start ? UnixTime.Nanoseconds(start) : default(long?),
        extent.End.Nanoseconds,
        Known(about.Reason),
    ];

    /// <summary>The row of a loss.</summary>
    public static TableValue[] RowOf(ExportedFile file, ManifestLoss loss) =>
    [
        file.Name,
        UnixTime.Nanoseconds(loss.FromUtc),
        UnixTime.Nanoseconds(loss.ToUtc),
        $"{loss.Reason}",
        loss.Count,
        Known(loss.Detail),
        loss.Lane is { } lane ? $"{lane}" : default(string),
        loss.Thread,
    ];

    /// <summary>The row of a thread.</summary>
    public static TableValue[] RowOf(ExportedFile file, ThreadNames threads, long thread) =>
        [file.Name, thread, Known(threads.RoleOf(thread)), Known(threads.NameOf(thread))];

    /// <summary>The row of a frame.</summary>
    public static TableValue[] RowOf(ExportedFile file, StackId stack, int depth, in StackFrame frame) =>
    [
        file.Name,
        stack.Value,
        depth,
        StackNames.Of(frame),
        Known(frame.Module),
        Known(frame.File),
        frame.Line > 0 ? frame.Line : default(long?),
    ];

    private static string? Known(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
