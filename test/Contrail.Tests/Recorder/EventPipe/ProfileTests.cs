using System.Diagnostics.Tracing;
using Contrail.Core.NetTrace.Events;
using Contrail.EventPipe;
using Xunit;

namespace Contrail.Tests.Recorder.EventPipe;

/// <summary>What each profile requests.</summary>
public sealed class ProfileTests
{
    private static readonly EventPipeProvider Own = new("App", ulong.MaxValue, EventLevel.Informational);

    [Fact]
    public void Requests_are_recorded_without_stacks_also_with_added_providers()
    {
        Assert.False(SessionPlan.Main(Profile.Requests, 16, withMarker: false).Stackwalk);
        Profile more = Profile.Requests.With([Own]).With([Own with { Name = "Other" }]);
        Assert.False(SessionPlan.Main(more, 16, withMarker: false).Stackwalk);
        Assert.True(SessionPlan.Main(Profile.Collections.With([Own]), 16, withMarker: false).Stackwalk);
    }

    [Fact]
    public void Requests_include_the_default_runtime_events_the_libraries_and_the_ids_that_pair_them()
    {
        Dictionary<string, EventPipeProvider> byName = Profile.Requests.Providers.ToDictionary(one => one.Name);
        Assert.Equal(Profile.Default.Providers[0], byName[RuntimeProvider.Name]);
        Assert.Equal(
            [
                "Microsoft-Diagnostics-DiagnosticSource", "Microsoft.AspNetCore.Hosting", "System.Net.Http",
                "System.Net.NameResolution", "System.Net.Security", "System.Net.Sockets",
                "System.Threading.Tasks.TplEventSource",
            ],
            byName.Keys.Where(name => name != RuntimeProvider.Name).Order(StringComparer.Ordinal));
        Assert.Equal(0x80UL, byName["System.Threading.Tasks.TplEventSource"].Keywords);
        Assert.All(byName.Values, one => Assert.Equal(EventLevel.Informational, one.Level));
        Assert.DoesNotContain("QueryString", byName["Microsoft-Diagnostics-DiagnosticSource"].Arguments);
    }

    [Fact]
    public void Readers_have_the_events_of_every_profile() => Assert.All(Profile.All, profile =>
    {
        ProfileEvents events = Assert.IsType<ProfileEvents>(ProfileEvents.Find(profile.Name));
        EventPipeProvider runtime = profile.Providers.Single(one => one.Name == RuntimeProvider.Name);
        Assert.Equal(((ulong)events.Keywords, events.Level), (runtime.Keywords, (int)runtime.Level));
        Assert.Equal(profile.Providers.Any(one => one.Name == LibraryProvider.Hosting), events.HasSpans);
    });

    [Fact]
    public void Events_are_expected_of_added_providers_that_write_some()
    {
        EventPipeProvider[] added =
        [
            Own,
            new("System.Threading.Tasks.TplEventSource", 0x80, EventLevel.Informational),
            new(RuntimeProvider.SampleProfilerName, 0, EventLevel.Informational),
        ];
        Assert.Equal([Own], Profile.Requests.With(added).Added.Where(AddedProvider.IsExpected));
        Assert.Empty(Profile.Requests.Added);
        Assert.True(AddedProvider.IsExpected(new("System.Threading.Tasks.TplEventSource", 0x82, EventLevel.Verbose)));
        Assert.Equal(2, Profile.Default.With([Own]).With([Own, new("B", 1, EventLevel.Error)]).Added.Count);
    }
}
