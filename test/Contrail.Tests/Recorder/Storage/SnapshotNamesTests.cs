using Contrail.Core.Snapshots;
using Contrail.Storage;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Storage;

/// <summary>A name that is taken, long or in use costs no snapshot.</summary>
public sealed class SnapshotNamesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-tests-").FullName;
    private readonly Recorded _recorded = Recorded.Of(Captures.Drawn().Torn());

    [Fact]
    public async Task Snapshots_of_the_same_moment_get_numbers()
    {
        DirectorySink sink = new(_folder);
        using Snapshot snapshot = _recorded.Snapshot();
        List<string> locations = [];
        for (int count = 0; count < 3; count++)
        {
            locations.Add(Path.GetFileName(await sink.PutAsync(snapshot, "a.nettrace", CancellationToken.None)));
        }

        Assert.Equal(["a.nettrace", "a-2.nettrace", "a-3.nettrace"], locations);
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public async Task A_program_name_of_any_length_leaves_room_for_the_rest()
    {
        using Snapshot snapshot = _recorded.Snapshot();
        SnapshotManifest manifest = snapshot.Manifest;
        string name = SnapshotName.Of(manifest with
        {
            Process = manifest.Process with { Name = new string('a', 5_000) },
        }, snapshot.Extension);
        Assert.InRange(name.Length, 80, 150);
        Assert.EndsWith(".nettrace", name);
        string location = await new DirectorySink(_folder).PutAsync(snapshot, name, CancellationToken.None);
        Assert.True(File.Exists(location));

        // The longest name that the file system takes: what is appended while it is written must not make it longer.
        string longest = Path.Combine(_folder, new string('b', 246) + ".nettrace");
        SnapshotFile.Write(snapshot, longest, overwrite: false);
        Assert.True(File.Exists(longest));
    }

    [Fact]
    public void Overwriting_a_trace_removes_the_companions_of_the_old_one_and_nothing_else()
    {
        string path = Path.Combine(_folder, "x.trace");
        using Snapshot snapshot = _recorded.Snapshot();
        File.WriteAllText(path, "old");
        File.WriteAllText(path + ".json", SnapshotManifestJson.Write(snapshot.Manifest));
        File.WriteAllText(path + ".torn", "old");
        File.WriteAllText(path + ".1.earlier.trace", "old");
        string[] foreign = [path + ".x.earlier.trace", path + ".txt", Path.Combine(_folder, "y.trace.json")];
        Array.ForEach(foreign, file => File.WriteAllText(file, "foreign"));
        SnapshotFile.Write(snapshot, path, overwrite: true);
        Assert.Equal(foreign.Append(path).Order(), Directory.GetFiles(_folder).Order());

        // JSON that is no manifest belongs to another program.
        File.WriteAllText(path + ".json", "{}");
        SnapshotFile.Write(snapshot, path, overwrite: true);
        Assert.Equal("{}", File.ReadAllText(path + ".json"));
    }

    public void Dispose()
    {
        _recorded.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
