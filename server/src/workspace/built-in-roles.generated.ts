// Written by scripts/built-in-roles.mjs from an API server v1.37.2.

/**
 * The ClusterRoles of the API server. A line with a name begins a role; `>edit` is its label `aggregate-to-edit`, and `<edit`
 * says that it aggregates the roles with that label. The lines below it are its rules: API groups (`-` is the core group),
 * resources, verbs and, if there are any, names of objects.
 */
export const BUILT_IN_ROLE_LINES = `admin <admin
cluster-admin
 * * *
edit >admin <edit
system:aggregate-to-admin >admin
 authorization.k8s.io localsubjectaccessreviews create
 rbac.authorization.k8s.io rolebindings,roles create,delete,deletecollection,get,list,patch,update,watch
system:aggregate-to-edit >edit
 - pods/attach,pods/exec,pods/portforward,pods/proxy,secrets,services/proxy get,list,watch
 - serviceaccounts impersonate
 - pods,pods/attach,pods/exec,pods/portforward,pods/proxy create,delete,deletecollection,patch,update
 - pods/eviction create
 - configmaps,persistentvolumeclaims,replicationcontrollers,replicationcontrollers/scale,secrets,serviceaccounts,services,services/proxy create,delete,deletecollection,patch,update
 - serviceaccounts/token create
 -,events.k8s.io events create,delete,deletecollection,patch,update
 apps daemonsets,deployments,deployments/rollback,deployments/scale,replicasets,replicasets/scale,statefulsets,statefulsets/scale create,delete,deletecollection,patch,update
 autoscaling horizontalpodautoscalers create,delete,deletecollection,patch,update
 batch cronjobs,jobs create,delete,deletecollection,patch,update
 extensions daemonsets,deployments,deployments/rollback,deployments/scale,ingresses,networkpolicies,replicasets,replicasets/scale,replicationcontrollers/scale create,delete,deletecollection,patch,update
 policy poddisruptionbudgets create,delete,deletecollection,patch,update
 networking.k8s.io ingresses,networkpolicies create,delete,deletecollection,patch,update
 coordination.k8s.io leases create,delete,deletecollection,get,list,patch,update,watch
 resource.k8s.io resourceclaims,resourceclaimtemplates create,delete,deletecollection,patch,update
system:aggregate-to-view >view
 - configmaps,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,pods,replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status get,list,watch
 - bindings,limitranges,namespaces/status,pods/log,pods/status,replicationcontrollers/status,resourcequotas,resourcequotas/status get,list,watch
 - namespaces get,list,watch
 -,events.k8s.io events get,list,watch
 discovery.k8s.io endpointslices get,list,watch
 apps controllerrevisions,daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,replicasets,replicasets/scale,replicasets/status,statefulsets,statefulsets/scale,statefulsets/status get,list,watch
 autoscaling horizontalpodautoscalers,horizontalpodautoscalers/status get,list,watch
 batch cronjobs,cronjobs/status,jobs,jobs/status get,list,watch
 extensions daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,ingresses,ingresses/status,networkpolicies,replicasets,replicasets/scale,replicasets/status,replicationcontrollers/scale get,list,watch
 policy poddisruptionbudgets,poddisruptionbudgets/status get,list,watch
 networking.k8s.io ingresses,ingresses/status,networkpolicies get,list,watch
 resource.k8s.io resourceclaims,resourceclaims/status,resourceclaimtemplates get,list,watch
system:auth-delegator
 authentication.k8s.io tokenreviews create
 authorization.k8s.io subjectaccessreviews create
system:basic-user
 authorization.k8s.io selfsubjectaccessreviews,selfsubjectrulesreviews create
 authentication.k8s.io selfsubjectreviews create
system:certificates.k8s.io:certificatesigningrequests:nodeclient
 certificates.k8s.io certificatesigningrequests/nodeclient create
system:certificates.k8s.io:certificatesigningrequests:selfnodeclient
 certificates.k8s.io certificatesigningrequests/selfnodeclient create
system:certificates.k8s.io:kube-apiserver-client-approver
 certificates.k8s.io signers approve kubernetes.io/kube-apiserver-client
system:certificates.k8s.io:kube-apiserver-client-kubelet-approver
 certificates.k8s.io signers approve kubernetes.io/kube-apiserver-client-kubelet
system:certificates.k8s.io:kubelet-serving-approver
 certificates.k8s.io signers approve kubernetes.io/kubelet-serving
system:certificates.k8s.io:legacy-unknown-approver
 certificates.k8s.io signers approve kubernetes.io/legacy-unknown
system:cluster-trust-bundle-discovery
 certificates.k8s.io clustertrustbundles get,list,watch
system:controller:attachdetach-controller
 - persistentvolumeclaims,persistentvolumes list,watch
 - nodes get,list,watch
 - nodes/status patch,update
 - pods list,watch
 -,events.k8s.io events create,patch,update
 storage.k8s.io volumeattachments create,delete,get,list,watch
 storage.k8s.io csidrivers get,list,watch
 storage.k8s.io csinodes get,list,watch
system:controller:certificate-controller
 certificates.k8s.io certificatesigningrequests delete,get,list,watch
 certificates.k8s.io certificatesigningrequests/approval,certificatesigningrequests/status update
 certificates.k8s.io signers approve kubernetes.io/kube-apiserver-client-kubelet
 certificates.k8s.io signers sign kubernetes.io/kube-apiserver-client,kubernetes.io/kube-apiserver-client-kubelet,kubernetes.io/kubelet-serving,kubernetes.io/legacy-unknown
 authorization.k8s.io subjectaccessreviews create
 -,events.k8s.io events create,patch,update
system:controller:clusterrole-aggregation-controller
 rbac.authorization.k8s.io clusterroles escalate,get,list,patch,update,watch
system:controller:cronjob-controller
 batch cronjobs get,list,update,watch
 batch jobs create,delete,get,list,patch,update,watch
 batch cronjobs/status update
 batch cronjobs/finalizers update
 - pods delete,list,watch
 -,events.k8s.io events create,patch,update
system:controller:daemon-set-controller
 apps,extensions daemonsets get,list,watch
 apps,extensions daemonsets/status update
 apps,extensions daemonsets/finalizers update
 - nodes list,watch
 - pods create,delete,list,patch,watch
 - pods/binding create
 apps controllerrevisions create,delete,get,list,patch,update,watch
 -,events.k8s.io events create,patch,update
system:controller:deployment-controller
 apps,extensions deployments get,list,update,watch
 apps,extensions deployments/status update
 apps,extensions deployments/finalizers update
 apps,extensions replicasets create,delete,get,list,patch,update,watch
 - pods get,list,update,watch
 -,events.k8s.io events create,patch,update
system:controller:device-taint-eviction-controller
 - pods delete,get,list,watch
 - pods/status patch,update
 resource.k8s.io resourceclaims get,list,watch
 resource.k8s.io resourceslices get,list,watch
 resource.k8s.io deviceclasses get,list,watch
 -,events.k8s.io events create,patch,update
 resource.k8s.io devicetaintrules/status patch,update
 resource.k8s.io devicetaintrules get,list,watch
system:controller:disruption-controller
 apps,extensions deployments get,list,watch
 apps,extensions replicasets get,list,watch
 - replicationcontrollers get,list,watch
 policy poddisruptionbudgets get,list,watch
 apps statefulsets get,list,watch
 policy poddisruptionbudgets/status update
 - pods/status patch,update
 * */scale get
 -,events.k8s.io events create,patch,update
system:controller:endpoint-controller
 - pods,services get,list,watch
 - endpoints create,delete,get,list,update,watch
 - endpoints/restricted create
 -,events.k8s.io events create,patch,update
system:controller:endpointslice-controller
 - nodes,pods,services get,list,watch
 - services/finalizers update
 discovery.k8s.io endpointslices create,delete,get,list,update,watch
 -,events.k8s.io events create,patch,update
system:controller:endpointslicemirroring-controller
 - endpoints,services get,list,watch
 - services/finalizers update
 - endpoints/finalizers update
 discovery.k8s.io endpointslices create,delete,get,list,update,watch
 -,events.k8s.io events create,patch,update
system:controller:ephemeral-volume-controller
 - pods get,list,watch
 - pods/finalizers update
 - persistentvolumeclaims create,get,list,watch
 -,events.k8s.io events create,patch,update
system:controller:expand-controller
 - persistentvolumes get,list,patch,update,watch
 - persistentvolumeclaims/status patch,update
 - persistentvolumeclaims get,list,watch
 -,events.k8s.io events create,patch,update
system:controller:generic-garbage-collector
 * * delete,get,list,patch,update,watch
 -,events.k8s.io events create,patch,update
system:controller:horizontal-pod-autoscaler
 autoscaling horizontalpodautoscalers get,list,watch
 autoscaling horizontalpodautoscalers/status update
 * */scale get,update
 - pods list,watch
 metrics.k8s.io pods list,watch
 custom.metrics.k8s.io * get,list,watch
 external.metrics.k8s.io * get,list,watch
 -,events.k8s.io events create,patch,update
system:controller:job-controller
 batch jobs get,list,patch,update,watch
 batch jobs/status update
 batch jobs/finalizers update
 - pods create,delete,list,patch,watch
 -,events.k8s.io events create,patch,update
system:controller:kube-apiserver-serving-clustertrustbundle-publisher
 certificates.k8s.io signers attest kubernetes.io/kube-apiserver-serving
 certificates.k8s.io clustertrustbundles create,delete,list,update,watch
 -,events.k8s.io events create,patch,update
system:controller:legacy-service-account-token-cleaner
 - configmaps get kube-apiserver-legacy-service-account-token-tracking
 - secrets delete,patch
system:controller:namespace-controller
 - namespaces delete,get,list,watch
 - namespaces/finalize,namespaces/status update
 * * delete,deletecollection,get,list,watch
system:controller:node-controller
 - nodes delete,get,list,patch,update,watch
 - nodes/status patch,update
 - pods/status patch,update
 - pods delete,get,list,watch
 coordination.k8s.io leases get,list,watch
 -,events.k8s.io events create,patch,update
system:controller:persistent-volume-binder
 - persistentvolumes create,delete,get,list,update,watch
 - persistentvolumes/status update
 - persistentvolumeclaims get,list,update,watch
 - persistentvolumeclaims/status update
 - pods create,delete,get,list,watch
 storage.k8s.io storageclasses get,list,watch
 - nodes list,watch
 -,events.k8s.io events create,patch,update
 - events watch
system:controller:pod-garbage-collector
 - pods delete,list,watch
 - nodes get,list,watch
 - pods/status patch
system:controller:podcertificaterequestcleaner
 certificates.k8s.io podcertificaterequests delete,get,list,watch
system:controller:pv-protection-controller
 - persistentvolumes get,list,update,watch
 -,events.k8s.io events create,patch,update
system:controller:pvc-protection-controller
 - persistentvolumeclaims get,list,update,watch
 - persistentvolumeclaims/status update
 - pods get,list,watch
 -,events.k8s.io events create,patch,update
system:controller:replicaset-controller
 apps,extensions replicasets get,list,update,watch
 apps,extensions replicasets/status update
 apps,extensions replicasets/finalizers update
 - pods create,delete,list,patch,watch
 -,events.k8s.io events create,patch,update
system:controller:replication-controller
 - replicationcontrollers get,list,update,watch
 - replicationcontrollers/status update
 - replicationcontrollers/finalizers update
 - pods create,delete,list,patch,watch
 -,events.k8s.io events create,patch,update
system:controller:resource-claim-controller
 - pods get,list,watch
 - pods/finalizers update
 resource.k8s.io resourceclaims create,delete,get,list,watch
 resource.k8s.io resourceclaims,resourceclaims/status patch,update
 - pods/status patch,update
 -,events.k8s.io events create,patch,update
 resource.k8s.io resourceclaims/binding patch,update
system:controller:resourcequota-controller
 * * list,watch
 - resourcequotas/status update
 -,events.k8s.io events create,patch,update
system:controller:root-ca-cert-publisher
 - configmaps create,update
 -,events.k8s.io events create,patch,update
system:controller:route-controller
 - nodes list,watch
 - nodes/status patch
 -,events.k8s.io events create,patch,update
system:controller:selinux-warning-controller
 -,events.k8s.io events create,patch,update
 - persistentvolumes get,list,watch
 - persistentvolumeclaims get,list,watch
 - pods get,list,watch
 storage.k8s.io csidrivers get,list,watch
system:controller:service-account-controller
 - serviceaccounts create
 -,events.k8s.io events create,patch,update
system:controller:service-cidrs-controller
 networking.k8s.io servicecidrs get,list,patch,update,watch
 networking.k8s.io servicecidrs/finalizers patch,update
 networking.k8s.io servicecidrs/status patch,update
 networking.k8s.io ipaddresses get,list,watch
 -,events.k8s.io events create,patch,update
system:controller:service-controller
 - services get,list,watch
 - services/status patch,update
 - nodes list,watch
 -,events.k8s.io events create,patch,update
system:controller:statefulset-controller
 - pods list,watch
 apps statefulsets get,list,watch
 apps statefulsets/status update
 apps statefulsets/finalizers update
 - pods create,delete,get,patch,update
 apps controllerrevisions create,delete,get,list,patch,update,watch
 - persistentvolumeclaims create,get,list,watch
 - persistentvolumeclaims delete,update
 - pods/finalizers update
 -,events.k8s.io events create,patch,update
system:controller:storage-version-migrator-controller
 * * list,patch
 apiextensions.k8s.io customresourcedefinitions get
 apiextensions.k8s.io customresourcedefinitions/status patch
 storagemigration.k8s.io storageversionmigrations/status update
system:controller:ttl-after-finished-controller
 batch jobs delete,get,list,watch
 -,events.k8s.io events create,patch,update
system:controller:ttl-controller
 - nodes list,patch,update,watch
 -,events.k8s.io events create,patch,update
system:controller:validatingadmissionpolicy-status-controller
 admissionregistration.k8s.io validatingadmissionpolicies get,list,watch
 admissionregistration.k8s.io validatingadmissionpolicies/status get,patch,update
 -,events.k8s.io events create,patch,update
system:controller:volumeattributesclass-protection-controller
 - persistentvolumeclaims get,list,watch
 - persistentvolumes get,list,watch
 storage.k8s.io volumeattributesclasses get,list,update,watch
 -,events.k8s.io events create,patch,update
system:discovery
system:heapster
 - events,namespaces,nodes,pods get,list,watch
 extensions deployments get,list,watch
system:kube-aggregator
 - endpoints,services get,list,watch
system:kube-controller-manager
 -,events.k8s.io events create,patch,update
 coordination.k8s.io leases create
 coordination.k8s.io leases get,update kube-controller-manager
 - secrets,serviceaccounts create
 - secrets delete
 - configmaps,namespaces,secrets,serviceaccounts get
 - secrets,serviceaccounts update
 authentication.k8s.io tokenreviews create
 authorization.k8s.io subjectaccessreviews create
 * * list,watch
 - serviceaccounts/token create
system:kube-dns
 - endpoints,services list,watch
system:kube-scheduler
 -,events.k8s.io events create,patch,update
 coordination.k8s.io leases create
 coordination.k8s.io leases get,list,update,watch kube-scheduler
 coordination.k8s.io leasecandidates create,delete,deletecollection,get,list,patch,update,watch
 - nodes get,list,watch
 - pods delete,get,list,watch
 - bindings,pods/binding create
 - pods/status patch,update
 - replicationcontrollers,services get,list,watch
 apps,extensions replicasets get,list,watch
 apps statefulsets get,list,watch
 policy poddisruptionbudgets get,list,watch
 - persistentvolumeclaims,persistentvolumes get,list,watch
 authentication.k8s.io tokenreviews create
 authorization.k8s.io subjectaccessreviews create
 storage.k8s.io csinodes get,list,watch
 storage.k8s.io volumeattachments get,list,watch
 - namespaces get,list,watch
 storage.k8s.io csidrivers get,list,watch
 storage.k8s.io csistoragecapacities get,list,watch
 resource.k8s.io deviceclasses get,list,watch
 resource.k8s.io resourceclaims get,list,patch,update,watch
 resource.k8s.io resourceclaims/status get,list,patch,update,watch
 - pods/finalizers update
 resource.k8s.io resourceslices get,list,watch
 resource.k8s.io resourceclaims create,delete
 resource.k8s.io devicetaintrules get,list,watch
 resource.k8s.io resourceclaims/binding patch,update
system:kubelet-api-admin
 - nodes get,list,watch
 - nodes proxy
 - nodes/log,nodes/metrics,nodes/proxy,nodes/stats *
 - nodes/configz,nodes/healthz,nodes/pods *
system:monitoring
 - nodes/metrics get
system:node
 authentication.k8s.io tokenreviews create
 authorization.k8s.io localsubjectaccessreviews,subjectaccessreviews create
 - services get,list,watch
 - nodes create,get,list,watch
 - nodes/status patch,update
 - nodes patch,update
 -,events.k8s.io events create,patch,update
 - pods get,list,watch
 - pods create,delete
 - pods/status patch,update
 - pods/eviction create
 - configmaps,secrets get,list,watch
 - persistentvolumeclaims,persistentvolumes get
 - endpoints get
 certificates.k8s.io certificatesigningrequests create,get,list,watch
 coordination.k8s.io leases create,delete,get,patch,update
 storage.k8s.io volumeattachments get
 - serviceaccounts/token create
 - persistentvolumeclaims/status get,patch,update
 storage.k8s.io csidrivers get,list,watch
 storage.k8s.io csinodes create,delete,get,patch,update
 node.k8s.io runtimeclasses get,list,watch
 resource.k8s.io resourceclaims get
 resource.k8s.io resourceslices deletecollection
 certificates.k8s.io clustertrustbundles get,list,watch
 - serviceaccounts get
 certificates.k8s.io podcertificaterequests create,get,list,watch
system:node-bootstrapper
 certificates.k8s.io certificatesigningrequests create,get,list,watch
system:node-problem-detector
 - nodes get
 - nodes/status patch
 -,events.k8s.io events create,patch,update
system:node-proxier
 - endpoints,services list,watch
 - nodes get,list,watch
 -,events.k8s.io events create,patch,update
 networking.k8s.io servicecidrs list,watch
 discovery.k8s.io endpointslices list,watch
system:persistent-volume-provisioner
 - persistentvolumes create,delete,get,list,watch
 - persistentvolumeclaims get,list,update,watch
 storage.k8s.io storageclasses get,list,watch
 - events watch
 -,events.k8s.io events create,patch,update
system:public-info-viewer
system:service-account-issuer-discovery
system:volume-scheduler
 - persistentvolumes get,list,patch,update,watch
 storage.k8s.io storageclasses get,list,watch
 - persistentvolumeclaims get,list,patch,update,watch
view >edit <view`;

/** The groups that the API server itself binds a ClusterRole to: role and group. */
export const BUILT_IN_GROUP_BINDINGS: readonly string[] = [
  'cluster-admin system:masters',
  'system:basic-user system:authenticated',
  'system:cluster-trust-bundle-discovery system:serviceaccounts',
  'system:discovery system:authenticated',
  'system:monitoring system:monitoring',
  'system:public-info-viewer system:authenticated',
  'system:public-info-viewer system:unauthenticated',
  'system:service-account-issuer-discovery system:serviceaccounts',
];
