using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Machine.Figures;

/// <summary>
/// Reads the figures of one event in the text of one file. It allocates nothing; a line counts only if it is complete,
/// and what cannot be read remains unknown. Immutable, safe for concurrent use.
/// </summary>
internal abstract class FileParser
{
    // The names of words where the file does not contain them.
    private static readonly Dictionary<string, string[]> WordNames = new()
    {
        [FigureFiles.ThreadSchedstat.Name] = ["run", "delay", "count"],
        [FigureFiles.LoadAverage.Name] = ["load1", "load5", "load15"],
        [FigureFiles.Cgroup2Max.Name] = ["quota", "period"],
        ["cpu"] = ["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"],
        ["some"] = ["avg10", "avg60", "avg300", "total"],
        ["full"] = ["avg10", "avg60", "avg300", "total"],
    };

    // From the first word after the name of the program.
    private static readonly string[] StatNames =
    [
        "state", "ppid", "pgrp", "session", "tty_nr", "tpgid", "flags", "minflt", "cminflt", "majflt", "cmajflt",
        "utime", "stime", "cutime", "cstime", "priority", "nice", "num_threads", "itrealvalue", "starttime", "vsize",
        "rss", "rsslim", "startcode", "endcode", "startstack", "kstkesp", "kstkeip", "signal", "blocked", "sigignore",
        "sigcatch", "wchan", "nswap", "cnswap", "exit_signal", "processor",
    ];

    /// <summary>The parser of a file for the figures of an event.</summary>
    public static FileParser Of(FigureFile file, FigureEvent described)
    {
        List<FieldPlace> places = [];
        for (int index = 0; index < described.Columns.Count; index++)
        {
            FigureColumn column = described.Columns[index];
            places.AddRange(column.Fields.Where(field => field.File == file)
                .Select(field => PlaceOf(field, column, index)));
        }

        FieldPlace[] all = [.. places];
        return file.Folder is FigureFolder.Target or FigureFolder.Thread && file.Name == "stat"
                ? new WordParser(all, isStat: true)
            : file.Name.StartsWith("net/", StringComparison.Ordinal) ? new NetTableParser(all)
            : all.All(place => place.Key.IsEmpty) ? new WordParser(all, isStat: false)
            : new LineParser(all);
    }

    /// <summary>Sets the columns that the text has, except those that are known already.</summary>
    public abstract void Parse(ReadOnlySpan<byte> untrusted, Span<long> values);

    private static FieldPlace PlaceOf(FigureField field, FigureColumn column, int columnIndex)
    {
        string[] words = field.Name.Split(' ');
        bool isStat = field.File == FigureFiles.Stat || field.File == FigureFiles.ThreadStat;
        bool isKeyless = isStat || field.Name.Length == 0 || WordNames.ContainsKey(field.File.Name);
        string key = isKeyless ? "" : words[0];
        string name = isKeyless ? field.Name : words[^1];
        string[]? names = isStat ? StatNames : WordNames.GetValueOrDefault(isKeyless ? field.File.Name : key);
        int wordIndex = names is null ? 0 : Array.IndexOf(names, name);
        return wordIndex < 0
            ? throw new ArgumentException($"{field.File.Path} has no field {field.Name}.", nameof(field))
            : new FieldPlace(key, name, wordIndex, column, columnIndex, field.Scale);
    }
}
