using Contrail.Storage;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Storage;

/// <summary>Two writers of one name: one gets it, and the file of the other is not lost.</summary>
public sealed class ExclusiveMoveTests : IDisposable
{
    private const int Rounds = 150;

    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-tests-").FullName;

    [Theory]
    [InlineData("move")]
    [InlineData("rename")]
    [InlineData("link")]
    public void A_name_that_is_taken_is_refused_by_the_system_call_itself(string way)
    {
        Func<string, string, bool> move = WayOf(way);
        string from = Path.Combine(_folder, "from");
        string to = Path.Combine(_folder, "to");
        File.WriteAllText(from, "own");
        File.WriteAllText(to, "theirs");
        Assert.False(move(from, to));
        Assert.Equal(("own", "theirs"), (File.ReadAllText(from), File.ReadAllText(to)));
        File.Delete(to);
        Assert.True(move(from, to));
        Assert.Equal("own", File.ReadAllText(to));
        Assert.False(File.Exists(from));
    }

    [Theory]
    [InlineData("move")]
    [InlineData("rename")]
    [InlineData("link")]
    public void Two_files_with_one_name_at_the_same_time_do_not_replace_each_other(string way)
    {
        Func<string, string, bool> move = WayOf(way);
        Parallel.For(0, Rounds * 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, file =>
            File.WriteAllText(Path.Combine(_folder, $"{file / 2}.{file % 2}"), $"{file % 2}"));
        int[] wins = new int[Rounds];
        Exception?[] failures = new Exception?[2];
        int arrivedCount = 0;
        Thread[] writers = [.. Enumerable.Range(0, 2).Select(writer => new Thread(() =>
        {
            Interlocked.Increment(ref arrivedCount);
            SpinWait.SpinUntil(() => Volatile.Read(ref arrivedCount) == 2);
            try
            {
                for (int round = 0; round < Rounds; round++)
                {
                    bool won = move(Path.Combine(_folder, $"{round}.{writer}"), Path.Combine(_folder, $"{round}"));
                    Interlocked.Add(ref wins[round], won ? 1 : 0);
                }
            }
            catch (IOException failure)
            {
                failures[writer] = failure;
            }
        }))];
        Array.ForEach(writers, writer => writer.Start());
        Array.ForEach(writers, writer => writer.Join());
        Assert.All(failures, Assert.Null);
        Assert.All(wins, count => Assert.Equal(1, count));
        Assert.Equal(Rounds * 2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void All_files_are_renamed_or_none()
    {
        string[] from = [Path.Combine(_folder, "a"), Path.Combine(_folder, "b")];
        string[] to = [Path.Combine(_folder, "a.new"), Path.Combine(_folder, "b.new")];
        Array.ForEach(from, path => File.WriteAllText(path, path));
        File.WriteAllText(to[1], "foreign");
        (string From, string To)[] moves = [(from[0], to[0]), (from[1], to[1])];
        Assert.False(ExclusiveMove.TryMoveAll(moves));
        Assert.Equal([from[0], from[1], to[1]], Directory.GetFiles(_folder).Order());
        Assert.Equal("foreign", File.ReadAllText(to[1]));

        // What cannot be renamed for another reason is reported, and nothing is renamed either.
        File.Delete(to[1]);
        Assert.ThrowsAny<IOException>(() => ExclusiveMove.TryMoveAll([moves[0], (from[1] + ".gone", to[1])]));
        Assert.Equal([from[0], from[1]], Directory.GetFiles(_folder).Order());
        Assert.True(ExclusiveMove.TryMoveAll(moves));
        Assert.Equal([to[0], to[1]], Directory.GetFiles(_folder).Order());
    }

    [Fact]
    public void A_file_that_appears_while_another_of_its_name_is_written_is_not_replaced()
    {
        string path = Path.Combine(_folder, "new");
        IOException refused = Assert.Throws<IOException>(() => AtomicFile.Write(path, overwrite: false, 0, stream =>
        {
            stream.Write("own"u8);
            File.WriteAllText(path, "theirs");
            return true;
        }));
        Assert.Contains("exists already", refused.Message);
        Assert.Equal([path], Directory.GetFiles(_folder));
        Assert.Equal("theirs", File.ReadAllText(path));
    }

    [Fact]
    public async Task Two_writers_of_one_name_get_two_files()
    {
        using Recorded recorded = Recorded.Of(Captures.Drawn().Torn());
        using Snapshot snapshot = recorded.Snapshot();
        using Barrier together = new(2);
        DirectorySink sink = new(_folder);
        Task<string>[] writers = [.. Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                return sink.PutAsync(snapshot, "a.nettrace", CancellationToken.None).GetAwaiter().GetResult();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        string[] names = await Task.WhenAll(writers);
        Assert.Equal(names.Order(), Directory.GetFiles(_folder).Order());
        Assert.Equal(2, names.Distinct().Count());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Func<string, string, bool> WayOf(string name) => name switch
    {
        "rename" => (from, to) => Assert.NotNull(ExclusiveMove.TryRename(from, to)),
        "link" => (from, to) => Assert.NotNull(ExclusiveMove.TryLink(from, to)),
        _ => ExclusiveMove.TryMove,
    };
}
